/** Topics that may not hold each other up: each class has a consumer group of its own. */
export type CommandClass = 'commands' | 'refunds' | 'webhooks';

/** Of every topic that we take requests from, by its name in the catalogue. */
const CLASSES: Readonly<Record<string, CommandClass>> = {
  'stripe.payment.request': 'commands',
  'stripe.subscription.setup': 'commands',
  'stripe.webhook.received': 'webhooks',
  'payment-refund-initiated': 'refunds',
};

export function commandClassOf(topic: string): CommandClass {
  const found = CLASSES[topic];
  if (found === undefined) throw new Error(`nobody takes requests from ${topic}`);
  return found;
}

export function groupIdOf(prefix: string, kind: CommandClass): string {
  return `${prefix}-${kind}`;
}
