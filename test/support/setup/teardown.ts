import { stopAll } from './started';

export default stopAll;
