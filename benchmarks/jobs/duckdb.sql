-- The model in DuckDB: EVENTS → SEGMENTS and CONVERSATIONS by the rules of core/pipeline, without holds, places and teams.
-- `events` is a view over the Parquet file; `life` is a list of event types in the order of a task's life.

CREATE TEMP TABLE lived AS
SELECT task_id, occurred_at, event_type, event_id, task_reason, queue_id, queue_name, transfer_mode,
       task_queue_entered_at, task_created_at, channel, workflow_name, transfer_id,
       epoch_ms(occurred_at) * 100 + coalesce(list_position(getvariable('life'), event_type), 0) AS moment
FROM events
WHERE task_id IS NOT NULL;

CREATE TEMP TABLE tasks AS
WITH gathered AS (
    SELECT task_id,
           min(occurred_at) AS first_at,
           max(occurred_at) AS last_at,
           min(occurred_at) FILTER (event_type = 'task.created') AS created_event_at,
           min(task_created_at) AS task_created_at,
           min(moment) FILTER (event_type IN ('task.completed', 'task.canceled', 'task.deleted', 'task.system-deleted'))
               AS end_moment,
           max(channel) AS task_channel,
           max(workflow_name) AS workflow_name,
           max(transfer_id) AS transfer_id,
           count(*) FILTER (event_type = 'task.transfer-initiated') AS transfer_count,
           count(*) FILTER (event_type IN ('task.transfer-failed', 'task.transfer-canceled')) AS failed_transfer_count
    FROM lived
    GROUP BY task_id
),
told AS (
    SELECT e.task_id,
           arg_max(e.task_attributes, struct_pack(m := e.occurred_at, l := list_position(getvariable('life'), e.event_type), t := e.task_attributes)) AS attributes
    FROM events e
    JOIN gathered g ON e.task_id = g.task_id
    WHERE e.task_attributes IS NOT NULL AND trim(e.task_attributes) <> ''
      AND (g.end_moment IS NULL
           OR epoch_ms(e.occurred_at) * 100 + coalesce(list_position(getvariable('life'), e.event_type), 0) <= g.end_moment)
    GROUP BY e.task_id
),
ended AS (
    SELECT l.task_id, max(l.task_reason) AS task_reason, max(l.event_type) AS task_ended_by
    FROM lived l
    JOIN gathered g ON l.task_id = g.task_id AND l.moment <= g.end_moment
    WHERE l.event_type IN ('task.completed', 'task.canceled', 'task.deleted', 'task.system-deleted')
    GROUP BY l.task_id
),
parsed AS (
    SELECT task_id, attributes,
           json_extract_string(CASE WHEN json_valid(attributes) THEN attributes ELSE '{}' END, [
               '$.direction', '$.conversations.direction', '$.from', '$.to', '$.caller', '$.called', '$.call_sid',
               '$.conference.participants.customer', '$.flexInteractionSid', '$.previous_task_sid', '$.transfer_sid',
               '$.reason', '$.conversations.conversation_id', '$.conversations.queue', '$.conversations.channel',
               '$.conversations.outcome', '$.conversations.abandoned', '$.conversations.abandoned_phase',
               '$.conversations.language', '$.conversations.campaign', '$.conversations.hang_up_by',
               '$.conversations.initiated_by', '$.customers.external_id', '$.customers.name', '$.customers.phone',
               '$.customers.email']) AS f
    FROM told
)
SELECT g.task_id, g.first_at, g.last_at, g.transfer_count, g.failed_transfer_count, g.workflow_name, p.attributes,
       least(g.created_event_at, g.task_created_at, g.first_at) AS created_at,
       coalesce(g.created_event_at, g.task_created_at) AS told_created_at,
       to_timestamp((g.end_moment // 100) / 1000.0) AS task_ended_at,
       e.task_ended_by,
       lower(coalesce(f[15], g.task_channel)) AS channel,
       CASE WHEN lower(coalesce(f[2], f[1])) LIKE 'out%' THEN 'Outbound'
            WHEN lower(coalesce(f[2], f[1])) LIKE 'internal%' THEN 'Internal'
            ELSE 'Inbound' END AS direction,
       coalesce(f[16], f[12], e.task_reason) AS outcome,
       coalesce(f[7], f[8]) AS call_id,
       f[9] AS interaction_id,
       f[10] AS previous_task,
       coalesce(f[11], g.transfer_id) AS transfer_id,
       f[13] AS given_conversation,
       f[14] AS given_queue,
       lower(f[17]) AS given_abandoned,
       f[18] AS given_phase,
       f[19] AS language, f[20] AS campaign, f[21] AS hang_up_by, f[22] AS initiated_by,
       f[23] AS customer_external_id, f[24] AS customer_name, f[25] AS customer_phone, f[26] AS customer_email,
       coalesce(f[3], f[5]) AS from_address, coalesce(f[4], f[6]) AS to_address
FROM gathered g
LEFT JOIN parsed p ON p.task_id = g.task_id
LEFT JOIN ended e ON e.task_id = g.task_id;

-- Each task looks for the first task of its call, interaction or transfer; a second look takes on what that one names.
CREATE TEMP TABLE links AS
WITH bonds AS (
    SELECT task_id, created_at, unnest(['call ' || call_id, 'interaction ' || interaction_id, 'transfer ' || transfer_id]) AS bond
    FROM tasks
    WHERE given_conversation IS NULL
),
heads AS (
    SELECT task_id, head
    FROM (
        SELECT task_id, first_value(task_id) OVER (PARTITION BY bond ORDER BY created_at, task_id) AS head,
               count(*) OVER (PARTITION BY bond) AS members
        FROM bonds WHERE bond IS NOT NULL
    ) WHERE members > 1
    QUALIFY row_number() OVER (PARTITION BY task_id ORDER BY head) = 1
),
once AS (
    SELECT t.task_id, coalesce(t.given_conversation, t.previous_task, h.head, t.task_id) AS head
    FROM tasks t LEFT JOIN heads h ON h.task_id = t.task_id
)
SELECT o.task_id, coalesce(n.head, o.head) AS conversation_id
FROM once o LEFT JOIN once n ON n.task_id = o.head;

CREATE TEMP TABLE offers AS
WITH gathered AS (
    SELECT reservation_id,
           max(task_id) AS task_id,
           min(occurred_at) FILTER (event_type = 'reservation.created') AS created_at,
           min(occurred_at) FILTER (event_type = 'reservation.accepted') AS accepted_at,
           min(occurred_at) FILTER (event_type = 'reservation.rejected') AS rejected_at,
           min(occurred_at) FILTER (event_type = 'reservation.timeout') AS timeout_at,
           min(occurred_at) FILTER (event_type = 'reservation.canceled') AS canceled_at,
           min(occurred_at) FILTER (event_type = 'reservation.rescinded') AS rescinded_at,
           min(occurred_at) FILTER (event_type = 'reservation.wrapup') AS wrapup_at,
           min(occurred_at) FILTER (event_type = 'reservation.completed') AS completed_at,
           max(agent_id) AS agent_id,
           coalesce(max(agent_name) FILTER (event_type = 'reservation.accepted'), max(agent_name)) AS agent_name,
           max(queue_id) AS queue_id,
           max(queue_name) AS queue_name,
           max(task_queue_entered_at) AS task_queue_entered_at,
           min(task_created_at) AS told_created_at
    FROM events
    WHERE reservation_id IS NOT NULL AND event_type LIKE 'reservation.%'
    GROUP BY reservation_id
),
finished AS (
    SELECT g.*, t.task_ended_at,
           coalesce(g.completed_at,
                    CASE WHEN t.task_ended_by = 'task.completed'
                              AND g.accepted_at = max(g.accepted_at) OVER (PARTITION BY g.task_id)
                         THEN t.task_ended_at END) AS told_finished_at
    FROM gathered g LEFT JOIN tasks t ON t.task_id = g.task_id
)
SELECT * EXCLUDE (told_finished_at),
       CASE WHEN told_finished_at IS NOT NULL THEN greatest(told_finished_at, accepted_at) END AS finished_at,
       CASE WHEN coalesce(wrapup_at, told_finished_at) IS NOT NULL
            THEN least(greatest(coalesce(wrapup_at, told_finished_at), accepted_at), greatest(told_finished_at, accepted_at))
       END AS talk_ended_at
FROM finished;

CREATE TEMP TABLE waits AS
WITH steps AS (
    SELECT task_id, event_type, queue_id, queue_name, transfer_mode, occurred_at AS step_at, event_id AS step_id,
           NULL AS step_reservation, task_queue_entered_at AS queue_entered_at, task_created_at AS told_created_at
    FROM lived
    WHERE event_type IN ('task.transfer-initiated', 'task-queue.entered', 'task.transfer-canceled',
                         'task.transfer-failed', 'task.canceled', 'task.completed', 'task.deleted', 'task.system-deleted')
    UNION ALL
    SELECT task_id, CASE WHEN accepted_at IS NOT NULL THEN 'reservation.accepted' ELSE 'reservation lost' END,
           queue_id, queue_name, NULL, step_at, reservation_id, reservation_id, task_queue_entered_at, told_created_at
    FROM (
        SELECT *, coalesce(accepted_at, CASE WHEN least(wrapup_at, completed_at) IS NOT NULL
                                             THEN coalesce(created_at, least(wrapup_at, completed_at)) END) AS step_at
        FROM offers
    )
    WHERE step_at IS NOT NULL
),
placed AS (
    SELECT *, event_type IN ('task.transfer-initiated', 'task-queue.entered') AS is_entry,
           lag(event_type) OVER life AS before, lead(event_type) OVER life AS after,
           lead(queue_name) OVER life AS next_queue_name, lead(queue_id) OVER life AS next_queue_id
    FROM (SELECT *, coalesce(list_position(getvariable('life'), event_type), 0) AS rank FROM steps)
    WINDOW life AS (PARTITION BY task_id ORDER BY step_at, rank, step_id)
),
marked AS (
    SELECT * REPLACE (
               CASE WHEN event_type = 'task.transfer-initiated' AND after = 'task-queue.entered'
                    THEN coalesce(next_queue_name, queue_name) ELSE queue_name END AS queue_name,
               CASE WHEN event_type = 'task.transfer-initiated' AND after = 'task-queue.entered'
                    THEN coalesce(next_queue_id, queue_id) ELSE queue_id END AS queue_id),
           NOT is_entry AND before IS NULL AS is_unheard,
           event_type = 'task-queue.entered' AND coalesce(before IN ('task.transfer-initiated', 'task-queue.entered'), false)
               AS overflowed
    FROM placed
    WHERE NOT (event_type = 'task-queue.entered' AND coalesce(before = 'task.transfer-initiated', false))
),
paired AS (
    SELECT *, lead(step_at) OVER life AS left_at, lead(event_type) OVER life AS left_by, lead(step_reservation) OVER life AS answer
    FROM marked
    WINDOW life AS (PARTITION BY task_id ORDER BY step_at, rank, step_id)
),
both_kinds AS (
    SELECT task_id, step_id, event_type, queue_id, queue_name, transfer_mode, overflowed, step_at AS entered_at, true AS is_entry_known,
           left_at, left_by, answer AS reservation_id
    FROM paired WHERE is_entry
    UNION ALL
    SELECT m.task_id, m.step_id, 'task-queue.entered', m.queue_id, m.queue_name, m.transfer_mode, m.overflowed,
           least(coalesce(m.queue_entered_at, m.told_created_at, t.told_created_at, m.step_at), m.step_at),
           coalesce(m.queue_entered_at, m.told_created_at, t.told_created_at) IS NOT NULL,
           m.step_at, m.event_type, m.step_reservation
    FROM marked m LEFT JOIN tasks t ON t.task_id = m.task_id
    WHERE m.is_unheard AND m.event_type <> 'task.completed'
)
SELECT *,
       row_number() OVER (PARTITION BY task_id ORDER BY entered_at, step_id) - 1 AS number,
       coalesce(left_by IN ('task.canceled', 'task.transfer-failed', 'task.deleted', 'task.system-deleted'), false)
           AS is_given_up,
       coalesce(left_by = 'reservation lost', false) OR NOT is_entry_known AS is_broken
FROM both_kinds;

CREATE TEMP TABLE segments AS
WITH parts AS (
    SELECT task_id || ':wait:' || number AS segment_id, task_id, NULL AS reservation_id,
           CASE WHEN is_broken THEN 'Corrupted Conversation Segment' ELSE 'Queue' END AS kind,
           entered_at AS started_at, left_at AS ended_at, left_by AS ended_by, queue_id, queue_name,
           NULL AS agent_id, NULL AS agent_name, is_given_up AS gave_up,
           CASE WHEN NOT is_broken THEN epoch_ms(left_at) - epoch_ms(entered_at) END AS queue_time_ms,
           CASE WHEN NOT is_broken AND is_given_up THEN epoch_ms(left_at) - epoch_ms(entered_at) END AS abandon_time_ms,
           NULL::BIGINT AS ring_time_ms, NULL::BIGINT AS talk_time_ms, NULL::BIGINT AS wrap_up_time_ms
    FROM waits
    UNION ALL
    SELECT task_id || ':abandon:' || number, task_id, NULL, 'Conversation', left_at, left_at, left_by, queue_id, queue_name,
           NULL, NULL, true, epoch_ms(left_at) - epoch_ms(entered_at), epoch_ms(left_at) - epoch_ms(entered_at),
           NULL, NULL, NULL
    FROM waits WHERE is_given_up AND is_entry_known
    UNION ALL
    SELECT o.reservation_id, o.task_id, o.reservation_id,
           CASE WHEN o.accepted_at IS NULL OR o.created_at IS NULL OR NOT coalesce(w.is_entry_known, true)
                     OR (o.finished_at IS NULL AND o.task_ended_at IS NOT NULL) THEN 'Corrupted Conversation Segment'
                WHEN o.finished_at IS NULL THEN 'Conversation in Progress'
                ELSE 'Conversation' END,
           coalesce(o.accepted_at, o.wrapup_at, o.completed_at), o.finished_at,
           CASE WHEN o.completed_at IS NOT NULL THEN 'reservation.completed'
                WHEN o.finished_at IS NOT NULL THEN 'task.completed' END,
           o.queue_id, o.queue_name, o.agent_id, o.agent_name, false,
           CASE WHEN w.is_entry_known THEN epoch_ms(o.accepted_at) - epoch_ms(w.entered_at) END, NULL,
           greatest(epoch_ms(o.accepted_at) - epoch_ms(o.created_at), CASE WHEN o.created_at IS NOT NULL AND o.accepted_at IS NOT NULL THEN 0 END),
           CASE WHEN o.finished_at IS NOT NULL THEN epoch_ms(o.talk_ended_at) - epoch_ms(o.accepted_at) END,
           CASE WHEN o.finished_at IS NOT NULL AND o.accepted_at IS NOT NULL
                THEN epoch_ms(o.finished_at) - epoch_ms(o.talk_ended_at) END
    FROM offers o
    LEFT JOIN waits w ON w.reservation_id = o.reservation_id
    WHERE (o.accepted_at IS NOT NULL OR o.wrapup_at IS NOT NULL OR o.completed_at IS NOT NULL)
      AND NOT (o.accepted_at IS NULL AND coalesce(o.rejected_at, o.timeout_at, o.canceled_at, o.rescinded_at) IS NOT NULL)
    UNION ALL
    SELECT reservation_id, task_id, reservation_id,
           CASE WHEN rejected_at IS NOT NULL THEN 'Rejected Conversation' ELSE 'Missed Conversation' END,
           coalesce(created_at, over_at), greatest(over_at, created_at),
           CASE WHEN rejected_at IS NOT NULL THEN 'reservation.rejected'
                WHEN timeout_at = over_at THEN 'reservation.timeout' ELSE 'reservation.canceled' END,
           queue_id, queue_name, agent_id, agent_name, false, NULL, NULL,
           CASE WHEN created_at IS NOT NULL THEN greatest(epoch_ms(over_at) - epoch_ms(created_at), 0) END, 0, NULL
    FROM (SELECT *, coalesce(rejected_at, least(timeout_at, canceled_at)) AS over_at FROM offers WHERE accepted_at IS NULL)
    WHERE over_at IS NOT NULL
)
SELECT p.* EXCLUDE (queue_name), l.conversation_id, t.channel, t.direction, t.workflow_name,
       coalesce(t.given_queue, p.queue_name) AS queue_name,
       CASE WHEN p.kind NOT IN ('Queue', 'Conversation', 'Corrupted Conversation Segment') THEN NULL
            WHEN NOT p.gave_up THEN 'No'
            WHEN t.given_abandoned LIKE '%follow%' THEN 'Follow-Up'
            WHEN t.given_abandoned IN ('no', 'n', 'false') THEN 'No'
            ELSE 'Yes' END AS abandoned,
       CASE WHEN p.gave_up THEN coalesce(t.given_phase, 'Queue') END AS abandoned_phase,
       CASE WHEN p.kind = 'Conversation' OR p.gave_up THEN t.outcome END AS outcome,
       CASE WHEN p.kind = 'Conversation' AND p.agent_id IS NOT NULL
            THEN p.talk_time_ms + p.wrap_up_time_ms + CASE WHEN t.direction = 'Outbound' THEN p.ring_time_ms ELSE 0 END
       END AS handling_time_ms,
       row_number() OVER (PARTITION BY l.conversation_id ORDER BY p.started_at, p.kind, p.segment_id) AS segment_order
FROM parts p
LEFT JOIN tasks t ON t.task_id = p.task_id
LEFT JOIN links l ON l.task_id = p.task_id;

CREATE TEMP TABLE conversations AS
WITH contacts AS (
    SELECT l.conversation_id,
           min(t.created_at) AS started_at,
           first(t.channel ORDER BY t.created_at, t.task_id) FILTER (t.channel IS NOT NULL) AS channel,
           first(t.direction ORDER BY t.created_at, t.task_id) AS direction,
           first(t.workflow_name ORDER BY t.created_at, t.task_id) FILTER (t.workflow_name IS NOT NULL) AS workflow_name,
           first(t.language ORDER BY t.created_at, t.task_id) FILTER (t.language IS NOT NULL) AS language,
           first(t.campaign ORDER BY t.created_at, t.task_id) FILTER (t.campaign IS NOT NULL) AS campaign,
           first(t.customer_name ORDER BY t.created_at, t.task_id) FILTER (t.customer_name IS NOT NULL) AS customer_name,
           coalesce(first(t.customer_external_id ORDER BY t.created_at, t.task_id) FILTER (t.customer_external_id IS NOT NULL),
                    first(t.customer_phone ORDER BY t.created_at, t.task_id) FILTER (t.customer_phone IS NOT NULL),
                    first(t.customer_email ORDER BY t.created_at, t.task_id) FILTER (t.customer_email IS NOT NULL),
                    first(CASE WHEN t.direction = 'Outbound' THEN t.to_address ELSE t.from_address END
                          ORDER BY t.created_at, t.task_id)
                        FILTER (CASE WHEN t.direction = 'Outbound' THEN t.to_address ELSE t.from_address END
                                NOT IN ('anonymous', '+266696687')),
                    l.conversation_id) AS customer_id,
           last(t.outcome ORDER BY t.created_at, t.task_id) FILTER (t.outcome IS NOT NULL) AS outcome,
           last(t.attributes ORDER BY t.created_at, t.task_id) FILTER (t.attributes IS NOT NULL) AS attributes,
           sum(t.transfer_count) AS transfer_count,
           sum(t.failed_transfer_count) AS failed_transfer_count,
           bool_or(t.task_ended_at IS NULL) AS is_task_open
    FROM tasks t JOIN links l ON l.task_id = t.task_id
    GROUP BY l.conversation_id
),
marked AS (
    SELECT *, kind = 'Conversation' AND agent_id IS NOT NULL AS handled,
           (kind = 'Conversation' AND agent_id IS NOT NULL) OR kind = 'Conversation in Progress' AS answered,
           kind = 'Conversation' AND agent_id IS NULL AS abandon
    FROM segments
),
sums AS (
    SELECT conversation_id,
           min(started_at) FILTER (answered) AS answered_at,
           max(ended_at) AS last_segment_ended_at,
           arg_min(queue_name, started_at) FILTER (kind = 'Queue') AS queue_name,
           arg_max(queue_name, started_at) FILTER (kind = 'Queue') AS last_queue_name,
           arg_min(agent_id, started_at) FILTER (answered) AS agent_id,
           arg_min(agent_name, started_at) FILTER (answered) AS agent_name,
           coalesce(bool_or(handled), false) AS is_handled,
           coalesce(bool_or(abandon AND abandoned = 'Yes' AND abandoned_phase <> 'Voicemail'), false) AS is_abandoned,
           coalesce(bool_or(abandon AND (abandoned = 'Follow-Up' OR abandoned_phase = 'Voicemail')), false) AS is_follow_up,
           coalesce(bool_or(kind = 'Queue' AND ended_at IS NULL), false) AS is_waiting,
           coalesce(bool_or(kind = 'Conversation in Progress'), false) AS is_talking,
           arg_min(queue_time_ms, started_at) FILTER (answered) AS speed_of_answer_ms,
           sum(queue_time_ms) FILTER (kind = 'Queue') AS queue_time_ms,
           sum(abandon_time_ms) FILTER (abandon) AS abandon_time_ms,
           sum(ring_time_ms) FILTER (handled) AS ring_time_ms,
           sum(talk_time_ms) FILTER (handled) AS talk_time_ms,
           sum(wrap_up_time_ms) FILTER (handled) AS wrap_up_time_ms,
           sum(handling_time_ms) FILTER (handled) AS handling_time_ms,
           count(*) FILTER (handled) AS segment_count,
           count(*) FILTER (kind = 'Queue') AS queue_count,
           count(*) FILTER (kind = 'Missed Conversation') AS missed_count,
           count(*) FILTER (kind = 'Rejected Conversation') AS rejected_count
    FROM marked
    GROUP BY conversation_id
)
SELECT c.*, s.* EXCLUDE (conversation_id)
FROM contacts c LEFT JOIN sums s ON s.conversation_id = c.conversation_id;

COPY (SELECT * FROM segments ORDER BY started_at) TO '{out}/segments.parquet' (FORMAT parquet, COMPRESSION zstd);
COPY (SELECT * FROM conversations ORDER BY started_at) TO '{out}/conversations.parquet' (FORMAT parquet, COMPRESSION zstd);
