import { planKills } from '../../dev/kill/plan';
import { seeded } from '../../dev/kill/random';

describe('The plan of kills', () => {
  it('kills each process as often as the others', () => {
    const victims = planKills(30, seeded(1)).map(({ victim }) => victim);
    for (const name of ['api', 'worker', 'consumer'])
      expect(victims.filter((victim) => victim === name)).toHaveLength(30);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(planKills(5, seeded(7))).toEqual(planKills(5, seeded(7)));
    expect(planKills(5, seeded(7))).not.toEqual(planKills(5, seeded(8)));
  });
});
