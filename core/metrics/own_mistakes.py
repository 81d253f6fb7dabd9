"""What can be wrong in a house's own metrics: each mistake with its line, the value, and the way out."""

from core.metrics import mistakes
from core.metrics.metric import Text

FILE = "metrics.toml"

MISTAKES = {
    "encoding": Text(
        "this is no UTF-8 text; save the file again as UTF-8.",
        "esto no es texto UTF-8; guarde el archivo de nuevo como UTF-8.",
    ),
    "toml": Text("not readable as TOML: {value}.", "no se puede leer como TOML: {value}."),
    "no_table": Text(
        "{value} stands outside of a metric; write [its_name] first and its keys below.",
        "{value} está fuera de una métrica; escriba antes [su_nombre] y debajo sus claves.",
    ),
    "name": Text(
        "a metric cannot be called {value!r}; use small letters, digits and _, a letter first, at most 60 in all.",
        "una métrica no se puede llamar {value!r}; use minúsculas sin acentos, cifras y _, primero una letra, 60 como "
        "mucho.",
    ),
    "taken_metric": Text(
        "{value!r} is a metric of Atalaya's already; choose another name.",
        "{value!r} ya es una métrica de Atalaya; elija otro nombre.",
    ),
    "taken_column": Text(
        "{value!r} is what numbers are split by already; choose another name.",
        "{value!r} ya es algo por lo que se dividen los números; elija otro nombre.",
    ),
    "missing": Text("{value} is missing; give {other}.", "falta {value}; escriba {other}."),
    "key": Text("there is no key {value!r} here; {other}", "aquí no hay ninguna clave {value!r}; {other}"),
    "text": Text("{key} is {value!r}; give a text in quotes.", "{key} es {value!r}; escriba un texto entre comillas."),
    "choice": Text("{key} is {value!r}; give one of {other}.", "{key} es {value!r}; escriba una de {other}."),
    "no_formula": Text(
        "there is no formula; give one of {other}, or above and below.",
        "no hay fórmula; escriba una de {other}, o bien above y below.",
    ),
    "formulas": Text("{value} are given together; keep one formula.", "{value} van juntas; deje una sola fórmula."),
    "half": Text(
        "{value} stands alone; a ratio needs above and below.",
        "{value} está sola; una proporción necesita above y below.",
    ),
    "inline": Text(
        '{key} is {value!r}; give one measure in braces, such as {{ count = "conversations" }}.',
        '{key} es {value!r}; escriba una medida entre llaves, como {{ count = "conversations" }}.',
    ),
    "divided": Text(
        "{value} cannot be divided: averages and percentiles of parts say nothing of the whole; a ratio divides "
        "{other}.",
        "{value} no se puede dividir: las medias y los percentiles de las partes no dicen nada del todo; una "
        "proporción divide {other}.",
    ),
    "table": Text(
        "there is no table {value!r} to count; {other}", "no hay ninguna tabla {value!r} que contar; {other}"
    ),
    "no_column": Text(
        "{value!r} names no column; write TABLE.COLUMN, such as conversations.handling_time_ms.",
        "{value!r} no nombra ninguna columna; escriba TABLA.COLUMNA, como conversations.handling_time_ms.",
    ),
    "no_key": Text(
        "{value!r} names no attribute; write attributes.KEY with the key as the integration writes it, such as "
        'sum = "attributes.conversations.conversation_measure_1".',
        "{value!r} no nombra ningún atributo; escriba attributes.CLAVE con la clave como la escribe la integración, "
        'como sum = "attributes.conversations.conversation_measure_1".',
    ),
    "column": Text("{key} has no column {value!r}; {other}", "{key} no tiene ninguna columna {value!r}; {other}"),
    "quantity": Text(
        "{value} is no quantity that could be added up or ranked; {other}",
        "{value} no es ninguna cantidad que se pueda sumar u ordenar; {other}",
    ),
    "different": Text(
        "{value} is no name or id whose different values could be counted; {other}",
        "{value} no es ningún nombre o identificador cuyos valores distintos se puedan contar; {other}",
    ),
    "personal": Text(
        "{value} identifies customers and cannot be used in a metric; leave it out.",
        "{value} identifica a clientes y no se puede usar en una métrica; quítela.",
    ),
    "stretches": Text(
        "{value} of workload says nothing, because its stretches are cut where another one begins; use {other}.",
        "{value} de workload no dice nada, porque sus tramos se cortan donde empieza otro; use {other}.",
    ),
    "p": Text(
        "p is {value!r}; give a number between 0 and 1, such as 0.9.",
        "p es {value!r}; escriba un número entre 0 y 1, como 0.9.",
    ),
    "p_alone": Text("p stands without percentile; leave it out.", "p está sin percentile; quítela."),
    "rows": Text("there are no rows called {value!r}; {other}", "no hay filas que se llamen {value!r}; {other}"),
    "rows_elsewhere": Text(
        "{value!r} are no rows of this table; {other}", "{value!r} no son filas de esta tabla; {other}"
    ),
    "kind": Text(
        "segments are of eight kinds, waits, talks and agents' statuses among them; say which with rows or a condition "
        "such as kind=Conversation.",
        "los segmentos son de ocho clases, entre ellas esperas, conversaciones y estados de agentes; diga cuáles con "
        "rows o una condición como kind=Conversation.",
    ),
    "list": Text(
        '{key} is {value!r}; give a list of conditions in quotes, such as ["channel=voice"].',
        '{key} es {value!r}; escriba una lista de condiciones entre comillas, como ["channel=voice"].',
    ),
    "condition": Text(
        "{value!r} is no condition; write COLUMN=VALUE, such as channel=voice, or with !=, >=, < or ~.",
        "{value!r} no es ninguna condición; escriba COLUMNA=VALOR, como channel=voice, o con !=, >=, < o ~.",
    ),
    "grain": Text(
        "{value} is a grain of time and no column; leave it out, and split or filter by it when you ask.",
        "{value} es una división del tiempo y no una columna; quítela y divida o filtre por ella al preguntar.",
    ),
    "region": Text(
        "{value} is drawn by the house's own rules; use country or state, or filter by region when you ask.",
        "{value} depende de las reglas de la casa; use country o state, o filtre por región al preguntar.",
    ),
    "compared": Text(
        "{value!r} compares {key} with what it cannot be; {other}.",
        "{value!r} compara {key} con algo que no puede ser; {other}.",
    ),
    "unit": Text(
        "unit is {value!r}, but this formula gives {other}.", "unit es {value!r}, pero esta fórmula da {other}."
    ),
}


class Mistake(mistakes.Mistake):
    """A mistake that keeps a metric, or the whole file, from being asked."""

    file = FILE


class Wrong(mistakes.Wrong):
    """What in a file of own metrics cannot be used, before its line is known; paths begin within the metric."""

    words = MISTAKES
