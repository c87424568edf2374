export { freePort } from '../../dev/parts/port';
