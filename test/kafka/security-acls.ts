import {
  AclOperationTypes as Operation,
  AclPermissionTypes,
  AclResourceTypes as Resource,
  Kafka,
  ResourcePatternTypes,
  logLevel,
  type AclEntry,
} from 'kafkajs';
import { eventually } from '../support/eventually';

type TopicOperation = 'READ' | 'WRITE' | 'CREATE' | 'DESCRIBE' | 'DESCRIBE_CONFIGS';

/** What docs/kafka.md gives to each process, as its table has it. */
export interface Grants {
  /** Operation → the topics that it is granted on. */
  readonly topics?: Readonly<Partial<Record<TopicOperation, readonly string[]>>>;
  /** Operation → groups, by their beginning. */
  readonly groups?: Readonly<Partial<Record<'READ' | 'DELETE', string>>>;
}

/** The rows of docs/kafka.md's table, shortened: its operations on topics and on groups. */
export function documentedRights(
  text: string,
): Map<string, { topics: string[]; groups: string[] }> {
  const rights = new Map<string, { topics: string[]; groups: string[] }>();
  let process = '';
  for (const row of text.split('\n').filter((line) => /^\|.*\|.*\|.*\|$/.test(line))) {
    const [name = '', operations = '', target = ''] = row.split('|').slice(1, 4);
    process = name.trim() || process;
    const known = rights.get(process) ?? { topics: [], groups: [] };
    const list = /^\s*groups/.test(target) ? known.groups : known.topics;
    list.push(...[...operations.matchAll(/`([A-Z_]+)`/g)].map(([, operation]) => operation!));
    rights.set(process, known);
  }
  return rights;
}

/** Sets them as an administrator does who comes by the plain port, and waits until they hold. */
export async function grant(broker: string, user: string, grants: Grants): Promise<void> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const acl = [
    ...Object.entries(grants.topics ?? {}).flatMap(([operation, names]) =>
      names.map((name) => entry(user, Operation[operation as TopicOperation], topic(name))),
    ),
    ...Object.entries(grants.groups ?? {}).map(([operation, prefix]) =>
      entry(user, Operation[operation as 'READ' | 'DELETE'], groups(prefix)),
    ),
  ];
  if (acl.length > 0) await admin.createAcls({ acl }); // kafkajs refuses none
  await eventually('the ACLs are there', async () => {
    const { resources } = await admin.describeAcls({
      principal: `User:${user}`,
      resourceType: Resource.ANY,
      operation: Operation.ANY,
      permissionType: AclPermissionTypes.ANY,
      resourcePatternType: ResourcePatternTypes.ANY,
    });
    return resources.flatMap(({ acls }) => acls).length >= acl.length;
  });
  await admin.disconnect();
}

type Target = Pick<AclEntry, 'resourceType' | 'resourceName' | 'resourcePatternType'>;

const topic = (resourceName: string): Target => ({
  resourceType: Resource.TOPIC,
  resourceName,
  resourcePatternType: ResourcePatternTypes.LITERAL,
});

const groups = (resourceName: string): Target => ({
  resourceType: Resource.GROUP,
  resourceName,
  resourcePatternType: ResourcePatternTypes.PREFIXED,
});

const entry = (user: string, operation: Operation, target: Target): AclEntry => ({
  ...target,
  operation,
  principal: `User:${user}`,
  host: '*',
  permissionType: AclPermissionTypes.ALLOW,
});
