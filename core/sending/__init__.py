"""Sending: a parcel of files to a folder, by mail or to a webhook; the only places that reach out, where asked to."""

from core.sending.destination import Destination, Folder, Smtp, Webhook
from core.sending.parcel import Attachment, Parcel
from core.sending.send import WAITS_S, send
from core.sending.tried import Tried

__all__ = ["WAITS_S", "Attachment", "Destination", "Folder", "Parcel", "Smtp", "Tried", "Webhook", "send"]
