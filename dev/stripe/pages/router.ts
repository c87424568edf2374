import { Router } from 'express';
import type { Keys } from '../http/authentication';
import type { World } from '../state/world';

export function pages(_parts: { world: World; keys: Keys }): Router {
  return Router();
}
