import express, { type Express } from 'express';
import { actionRoutes } from './action-routes';
import { controlRoutes } from './control-routes';
import type { Owner } from './owner';
import { page } from './page';

export function createApp(owner: Owner): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json());
  app.get('/', (_request, response) => void response.type('html').send(page(owner)));
  app.use('/_control', controlRoutes(owner));
  app.use(actionRoutes(owner));
  return app;
}
