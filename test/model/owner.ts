import { OwnerSilent } from './refusals';

/** The booking owner with one place. A release leaves a tombstone: nothing brings the booking back. */
export function createOwner(onRelease: () => void) {
  const owner = {
    place: 'free' as 'free' | 'held' | 'confirmed' | 'released',
    /** `away`: nothing arrives. */
    mood: 'willing' as 'willing' | 'unwilling' | 'away',
    /** What it says to a hold, beyond yes. */
    hold: 'yes' as 'yes' | 'no place' | 'other price',
    /** Its next answer is lost on the way. */
    losesAnswer: false,

    ask(action: 'hold' | 'confirm' | 'release'): { done: boolean; amount?: number } {
      if (owner.mood === 'away') throw new OwnerSilent('away');
      const answer = carryOut(action);
      if (!owner.losesAnswer) return answer;
      owner.losesAnswer = false;
      throw new OwnerSilent('answer lost');
    },
  };

  function carryOut(action: 'hold' | 'confirm' | 'release'): { done: boolean; amount?: number } {
    if (action === 'release') {
      if (owner.place !== 'released') onRelease();
      owner.place = 'released';
      return { done: true };
    }
    if (owner.place === 'released') return { done: false };
    if (owner.place === 'confirmed') return { done: true };
    if (action === 'hold') {
      if (owner.hold === 'no place') return { done: false };
      owner.place = 'held';
      return owner.hold === 'other price' ? { done: true, amount: 1 } : { done: true };
    }
    if (owner.mood === 'unwilling') return { done: false };
    owner.place = 'confirmed';
    return { done: true };
  }

  return owner;
}

export type Owner = ReturnType<typeof createOwner>;
