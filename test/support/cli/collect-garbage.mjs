/** Loaded into a program with `--import`: collects garbage all the time, as a long wait would. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
setInterval(() => collect(), 5).unref();
