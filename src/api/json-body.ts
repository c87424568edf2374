import express, { type RequestHandler } from 'express';
import { Problem } from './problem';

const LIMIT_BYTES = 32 * 1_024;

/** JSON, UTF-8, 32 kB, not compressed. */
export function jsonBody(): RequestHandler[] {
  return [requireJson, express.json({ limit: LIMIT_BYTES, inflate: false, strict: false })];
}

const requireJson: RequestHandler = (req, _res, next) => {
  // Some routes need no body; `is` answers null then, but for an explicit length of 0.
  const empty = req.get('content-length') === '0';
  if (empty || req.is('application/json') !== false) return next();
  next(
    new Problem('unsupported_media_type', 'Send the body with "Content-Type: application/json".'),
  );
};
