"""Columns that stand in several tables: one object each, so that a filter on `channel` or `country` means the same
wherever it is asked. The words follow Flex Insights' data model where it has one.
"""

from core.schema.column import count, degrees, dimension, duration, text

conversation_id = text("conversation_id", "The conversation: everything one customer and the centre said on one matter")
task_id = text("task_id", "The platform's piece of work; a conversation has one or more")
reservation_id = text("reservation_id", "One offer of a task to one agent")
agent_id = text("agent_id", "The agent, by the platform's own id")
agent_name = dimension("agent_name", "The agent's name at the time: the full name told, else the platform's")
customer_id = text(
    "customer_id",
    "The customer: external id, else phone, else e-mail, else the address unless anonymous, else the conversation",
    personal=True,
)
customer_name = text("customer_name", "The customer's name", personal=True)
customer_phone = text("customer_phone", "The customer's number or address as it arrived", personal=True)
phone_e164 = text("phone_e164", "The number in international form; null when it is no valid number", personal=True)
customer_email = text("customer_email", "The customer's e-mail address", personal=True)
channel = dimension("channel", "Voice, chat, SMS, WhatsApp, e-mail … as the platform names it, in lower case")
direction = dimension("direction", "Inbound (begun by the customer), Outbound (by the centre) or Internal (two agents)")
queue_id = text("queue_id", "The queue, by the platform's own id")
queue_name = dimension("queue_name", "The waiting line")
workflow_name = dimension("workflow_name", "The routing workflow")
team_id = text("team_id", "The team, by id")
handling_team_name = dimension("handling_team_name", "The agent's team at the time of handling")
handling_department_name = dimension("handling_department_name", "The agent's department at the time of handling")
outcome = dimension("outcome", "How it ended: the outcome given, else the platform's reason")
abandoned = dimension("abandoned", "Yes, No, or Follow-Up (voicemail or callback asked for instead of waiting)")
abandoned_phase = dimension(
    "abandoned_phase", "Where the customer gave up: Queue, Ringing, Voicemail, Callback Request"
)
queue_time = duration("queue_time_ms", "Wait before this part, from entering the queue to the answer; contains ringing")
ring_time = duration("ring_time_ms", "From the offer until the agent answered, rejected or missed it")
talk_time = duration("talk_time_ms", "From the answer until wrap-up or the end; contains silence and hold")
hold_time = duration("hold_time_ms", "Sum of the holds that started in this part")
wrap_up_time = duration("wrap_up_time_ms", "After-contact work: from the end of the talk to completion")
handling_time = duration("handling_time_ms", "Talk and wrap-up; on outbound conversations ringing too")
abandon_time = duration("abandon_time_ms", "Wait of a customer who gave up")
region = dimension("region", "The customer's region of the world")
country = dimension("country", "The customer's country, ISO 3166-1 alpha-2")
sovereign = dimension("sovereign", "The United Nations member that the customer's country is or belongs to")
state = dimension("state", "The customer's state or province within the country")
area = dimension("area", "The customer's area below the state: district, province, shire")
city = dimension("city", "The customer's closest major city")
zip_code = dimension("zip", "The customer's postal code")
area_code = dimension("area_code", "The customer's area code, for numbers of the North American plan")
time_zone = dimension("time_zone", "The customer's time zone (IANA)")
latitude = degrees("latitude", "Where the customer is, north positive; one point per area code or country")
longitude = degrees("longitude", "Where the customer is, east positive")
PLACE = (region, country, sovereign, state, area, city, zip_code, area_code, time_zone, latitude, longitude)
PLACE_LEVELS = ("region", "country", "state", "area", "city", "zip", "geolocation", "area_code", "time_zone")
"""What is known of a place, each level with a source and a precision of its own."""

PLACE_SOURCES = {
    level: dimension(
        f"{level}_source",
        f"Where the customer's {level.replace('_', ' ')} comes from: attribute, voice event, phone, or default (the "
        "house's country, assumed for a number in national form); null when it is not known",
    )
    for level in PLACE_LEVELS
}
PLACE_PRECISIONS = {
    level: dimension(
        f"{level}_precision",
        f"What the customer's {level.replace('_', ' ')} was made of: point, zip, city, area, area code, state, "
        "country, region; unknown when it is not known",
    )
    for level in PLACE_LEVELS
}
phone_country = dimension(
    "phone_country", "The country that issued the number, ISO 3166-1 alpha-2, wherever its user is"
)
number_type = dimension("number_type", "The kind of a valid number, as its plan says: fixed line, mobile, toll free …")
place_conflict = dimension(
    "place_conflict",
    "The highest level at which attributes, voice event and number contradict each other: country, state; else null",
)
place_reason = dimension(
    "place_reason", "Why a customer has no place: anonymous, invalid, toll-free, not a phone, unknown country"
)
PLACED = (
    *PLACE,
    *(told[level] for level in PLACE_LEVELS for told in (PLACE_SOURCES, PLACE_PRECISIONS)),
    phone_country,
    number_type,
    place_conflict,
    place_reason,
)
"""A place with all that is known about it."""

PLACE_OF_PART = (
    *PLACE,
    *(PLACE_SOURCES["region"], PLACE_PRECISIONS["region"], PLACE_PRECISIONS["geolocation"], place_reason),
)
"""What the parts of a conversation keep of it: rows are many, so only what is asked together with their numbers."""

platform = dimension("platform", "Whose events they are: Twilio, Amazon Connect … or what a profile calls it")
load_id = text("load_id", "The load that brought the row")
file_id = text("file_id", "SHA-256 of the landed file")
position = count("position", "Record number within the landed file, from 1")
