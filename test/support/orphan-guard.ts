export { endWithUs as endWithTheRun } from '../../dev/parts/orphan-guard';
