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
  /** Groups by their beginning. */
  readonly groups?: string;
}

/** Sets them as an administrator does who comes by the plain port, and waits until they hold. */
export async function grant(broker: string, user: string, grants: Grants): Promise<void> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const acl = [
    ...Object.entries(grants.topics ?? {}).flatMap(([operation, names]) =>
      names.map((name) => entry(user, Operation[operation as TopicOperation], topic(name))),
    ),
    ...(grants.groups ? [entry(user, Operation.READ, groups(grants.groups))] : []),
  ];
  await admin.createAcls({ acl });
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
