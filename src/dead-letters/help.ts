export const HELP = `npm run dlq -- list | show <id> | replay <id…> [options]

The dead letters: records that no consumer could use, as they were received, for three days.

  list                lists them: id, when, where from, key, reason, error, replays, state
    --topic <name>    of records that came from it      \\
    --reason <word>   schema, signature, unknown-type,   | filters, each may be given, the first
                      refused                            | three more than once
    --key <key>       of records with it                 |
    --since <when>    a time (2026-03-04T09:15:00Z) or   |
                      an age (3d, 12h, 30m)              |
    --state <word>    open, replayed                    /
    --json            one JSON object per line

  show <id>           everything about one, secrets left out
    --value           its content, too: it may hold personal data
    --json            as one JSON object

  replay <id…>        sends them to the topics that they came from: same bytes, same time, in the
                      order of the originals. Every group that reads the topic gets them.
    filters, --all    instead of ids
    --dry-run         says what it would do, and sends nothing
    --to <topic>      to this topic instead
    --again           also what was replayed there already; else that is skipped
                      At most 5 times each. It stops at the first failure of Kafka and says what is
                      done; run again, it goes on. A letter that was sent in the moment of a crash
                      may be sent twice, which consumers take in good part.

  --help              this text

Exits with 0 if everything asked for was done, 1 if something was not, 2 if it was asked wrongly. It
takes its settings from the environment, as worker and consumer do: KAFKA_BROKERS, …
`;
