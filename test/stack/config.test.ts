import { contractOptions, readConfig, workerVersion } from '../../src/config';

const GIVEN = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  DATABASE_URL: 'postgresql://user@localhost/db',
};
const NAME = { TEMPORAL_DEPLOYMENT_NAME: 'booking-payments' };
const BUILD = { TEMPORAL_WORKER_BUILD_ID: '0.2.0-3f9c2a1' };

describe('worker versioning', () => {
  it('is off unless it is asked for, and an empty variable does not ask', () => {
    expect(workerVersion(readConfig(GIVEN))).toBeUndefined();
    const empty = { TEMPORAL_DEPLOYMENT_NAME: '', TEMPORAL_WORKER_BUILD_ID: '' };
    expect(workerVersion(readConfig({ ...GIVEN, ...empty }))).toBeUndefined();
  });

  it('is on with a name and a build', () => {
    expect(workerVersion(readConfig({ ...GIVEN, ...NAME, ...BUILD }))).toEqual({
      deploymentName: 'booking-payments',
      buildId: '0.2.0-3f9c2a1',
    });
  });

  it.each([NAME, BUILD])('is refused with half of it: %j', (half) => {
    expect(() => readConfig({ ...GIVEN, ...half })).toThrow(
      'TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_WORKER_BUILD_ID are set both or neither',
    );
  });

  it.each(['booking.payments', 'booking:payments', '__booking'])(
    'takes no name that Temporal refuses: %s',
    (name) => {
      const given = { ...GIVEN, ...BUILD, TEMPORAL_DEPLOYMENT_NAME: name };
      expect(() => readConfig(given)).toThrow('TEMPORAL_DEPLOYMENT_NAME: must hold no');
    },
  );
});

describe('the families', () => {
  it('are all enabled, and a booking that names none has 002’s', () => {
    expect(contractOptions(readConfig(GIVEN))).toMatchObject({
      families: ['canonical', 'dreamscape', 'customer', 'orders'],
      defaultBindings: ['dreamscape'],
      ordersLifecycle: false,
      ordersTypeId: '',
    });
  });

  it('of 003 are told as the environment says', () => {
    const orders = { ORDERS_LIFECYCLE: 'true', ORDERS_TYPE_ID: 'com.example.PaymentEvent' };
    expect(contractOptions(readConfig({ ...GIVEN, ...orders }))).toMatchObject({
      ordersLifecycle: true,
      ordersTypeId: 'com.example.PaymentEvent',
    });
  });
});
