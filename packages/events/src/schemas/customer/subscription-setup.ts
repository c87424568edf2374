import { z } from 'zod';
import { about, given, givenText } from '../incoming';
import { commonFields, customerCommandHead, paymentMethodId } from './command';

const ACTIONS = ['create', 'change', 'cancel'] as const;

/** `stripe.subscription.setup`: begin, change or end a subscription. Without an action: begin. */
export const subscriptionSetup = customerCommandHead('stripe.subscription.setup')
  .extend({
    ...commonFields,
    subscriptionPlanId: about(givenText(255), 'The plan, by your own id; told again in events'),
    paymentMethodId: about(given(paymentMethodId), "Stripe's, pm_…; needed to create"),
    planInfo: about(
      given(
        z.looseObject({
          stripePriceId: about(
            given(z.string().regex(/^\w{1,250}$/, 'Send a Stripe price id, price_…')),
            "Stripe's price, price_…; needed to create and to change",
          ),
          trialDays: about(
            given(
              z
                .int('Send a whole number of days')
                .min(0, 'Send 0 to 730 days')
                .max(730, 'Send 0 to 730 days'),
            ),
            'Days without charge, at the beginning',
          ),
        }),
      ),
      'What is subscribed to',
    ),
    paymentOptions: about(given(z.looseObject({})), 'Not read'),
    subscriptionContext: about(
      given(
        z.looseObject({
          action: about(
            given(z.enum(ACTIONS, `Send ${ACTIONS.join(', ')}, or leave it out`)),
            'Without it: create',
          ),
          subscriptionId: about(
            given(z.string().regex(/^sub_\w{1,250}$/, 'Send a Stripe subscription id, sub_…')),
            "Stripe's subscription, sub_…; needed to change and to cancel",
          ),
          atPeriodEnd: about(
            given(z.boolean('Send true or false')),
            'Of cancel: when the paid time is over, not at once',
          ),
        }),
      ),
      'What is to be done',
    ),
  })
  .superRefine((command, context) => {
    const missing = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const { action = 'create', subscriptionId } = command.subscriptionContext ?? {};
    if (action !== 'cancel') {
      if (command.subscriptionPlanId === undefined)
        missing(['subscriptionPlanId'], `Missing: ${action} needs the plan`);
      if (command.planInfo?.stripePriceId === undefined)
        missing(['planInfo', 'stripePriceId'], `Missing: ${action} needs the plan's Stripe price`);
    }
    if (action === 'create' && command.paymentMethodId === undefined)
      missing(['paymentMethodId'], 'Missing: create needs the payment method to charge');
    if (action !== 'create' && subscriptionId === undefined)
      missing(
        ['subscriptionContext', 'subscriptionId'],
        `Missing: ${action} needs the subscription it is about`,
      );
  });

export type SubscriptionSetup = z.output<typeof subscriptionSetup>;
