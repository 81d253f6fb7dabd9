"""What can be wrong in a file of schedules: each mistake with its line, the value, and the way out."""

from core.errors import DefinitionError
from core.metrics import mistakes
from core.metrics.metric import Text

FILE = "schedules.toml"

MISTAKES = {
    "encoding": Text(
        "this is no UTF-8 text; save the file again as UTF-8.",
        "esto no es texto UTF-8; guarde el archivo de nuevo como UTF-8.",
    ),
    "toml": Text("not readable as TOML: {value}.", "no se puede leer como TOML: {value}."),
    "top": Text(
        "{value!r} stands outside of a schedule; write [its_name] first and its keys below; {other}",
        "{value!r} está fuera de un envío programado; escriba antes [su_nombre] y debajo sus claves; {other}",
    ),
    "whole": Text(
        "{key} is {value!r}; give a whole number from {other}.",
        "{key} es {value!r}; escriba un número entero de {other}.",
    ),
    "name": Text(
        "{value!r} cannot be a name; use letters, digits, - and _, at most 60 of them: it becomes part of file names.",
        "{value!r} no puede ser un nombre; use letras sin acentos, cifras, - y _, 60 como mucho: forma parte de los "
        "nombres de archivo.",
    ),
    "table": Text(
        "{key} is {value!r}; write a table [{other}] with the keys in it.",
        "{key} es {value!r}; escriba una tabla [{other}] con las claves dentro.",
    ),
    "missing": Text("{key} is missing; give {other}.", "falta {key}; escriba {other}."),
    "key": Text("there is no key {value!r} here; {other}", "aquí no hay ninguna clave {value!r}; {other}"),
    "text": Text(
        "{key} is {value!r}; give a text in quotes, on one line.",
        "{key} es {value!r}; escriba un texto entre comillas, en una sola línea.",
    ),
    "truth": Text("{key} is {value!r}; give true or false.", "{key} es {value!r}; escriba true o false."),
    "choice": Text("{key} is {value!r}; {other}", "{key} es {value!r}; {other}"),
    "list": Text(
        '{key} is {value!r}; give a list of texts such as ["{other}"], one or more.',
        '{key} es {value!r}; escriba una lista de textos como ["{other}"], uno o más.',
    ),
    "cron": Text(
        'cron is {value!r} ({other}); give minute, hour, day of month, month and weekday, such as "0 7 * * Mon".',
        'cron es {value!r} ({other}); escriba minuto, hora, día del mes, mes y día de la semana, como "0 7 * * Mon".',
    ),
    "never": Text(
        "cron is {value!r}, a day that never comes; give one that does.",
        "cron es {value!r}, un día que no llega nunca; escriba uno que llegue.",
    ),
    "zone": Text(
        "zone is {value!r}; give an IANA zone such as Europe/Madrid.",
        "zone es {value!r}; escriba una zona IANA como Europe/Madrid.",
    ),
    "set": Text(
        'set is {value!r}; give parameters such as {{ queue = "Support", period = "last-month" }}.',
        'set es {value!r}; escriba parámetros como {{ queue = "Support", period = "last-month" }}.',
    ),
    "word": Text("set: {value}", "set: {value}"),
    "period": Text(
        "set.period is {value!r}; give {other}, or days such as 2026-03-01..2026-03-31.",
        "set.period es {value!r}; escriba {other}, o días como 2026-03-01..2026-03-31.",
    ),
    "nowhere": Text(
        "it goes nowhere; write [{value}.to.NAME] with folder, smtp or webhook in it.",
        "no va a ninguna parte; escriba [{value}.to.NOMBRE] con folder, smtp o webhook dentro.",
    ),
    "one_way": Text(
        "{value}: give exactly one of folder, smtp and webhook.",
        "{value}: escriba exactamente una de folder, smtp y webhook.",
    ),
    "address": Text(
        "{key} holds {value!r}; give a mail address such as ana@example.com.",
        "{key} contiene {value!r}; escriba una dirección de correo como ana@example.com.",
    ),
    "twice": Text("{key} holds {value!r} twice; name it once.", "{key} contiene {value!r} dos veces; nómbrelo una."),
    "host": Text(
        "smtp is {value!r}; give the name of a mail server such as mail.example.com.",
        "smtp es {value!r}; escriba el nombre de un servidor de correo como mail.example.com.",
    ),
    "url": Text(
        "webhook is {value!r}; give an address that begins with https:// or http://.",
        "webhook es {value!r}; escriba una dirección que empiece por https:// o http://.",
    ),
    "credentials": Text(
        "webhook holds a user or a password; name an environment variable in headers_env instead.",
        "webhook contiene un usuario o una contraseña; nombre en su lugar una variable de entorno en headers_env.",
    ),
    "variable": Text(
        "{key} does not hold the name of an environment variable; give a name such as ATALAYA_SMTP_PASSWORD, never "
        "the password itself.",
        "{key} no contiene el nombre de una variable de entorno; escriba un nombre como ATALAYA_SMTP_PASSWORD, nunca "
        "la contraseña misma.",
    ),
    "secret": Text(
        "there is no key {value!r}: passwords do not stand in this file; name an environment variable with {other}.",
        "no hay ninguna clave {value!r}: las contraseñas no van en este archivo; nombre una variable de entorno con "
        "{other}.",
    ),
    "both": Text("{value} are given together; keep one.", "{value} van juntas; deje una."),
    "no_password": Text(
        "user is given without a password; name where it is with password_env or password_file.",
        "hay user sin contraseña; diga dónde está con password_env o password_file.",
    ),
    "no_user": Text("{value} is given without user; give both.", "hay {value} sin user; escriba las dos."),
    "open": Text(
        'user would be sent to {value} for everybody to read; give tls = "starttls" or "tls".',
        'user iría a {value} a la vista de todos; escriba tls = "starttls" o "tls".',
    ),
    "subject": Text(
        "subject holds {value!r}; placeholders are {other}.",
        "subject contiene {value!r}; los comodines son {other}.",
    ),
    "header": Text(
        "headers_env holds {value!r}; give names of headers and of variables, such as "
        '{{ Authorization = "ATALAYA_HOOK_TOKEN" }}.',
        "headers_env contiene {value!r}; escriba nombres de cabeceras y de variables, como "
        '{{ Authorization = "ATALAYA_HOOK_TOKEN" }}.',
    ),
}


class Mistake(mistakes.Mistake):
    """A mistake that keeps a schedule, or the whole file, from being used."""

    file = FILE


class WrongSchedules(DefinitionError):
    """A file of schedules, or one schedule of it, that cannot be used.

    Args:
        wrong: what is wrong, each with its line.
        file: what stands before them.
    """

    def __init__(self, *wrong: mistakes.Mistake, file: str = "") -> None:
        self.wrong, self.file = wrong, file
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """All that is wrong, in a language."""
        return self.file + " ".join(one.said_in(language) for one in self.wrong)


class Wrong(mistakes.Wrong):
    """What in a file of schedules cannot be used, before its line is known."""

    words = MISTAKES
