import { Socket, connect } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

const PRODUCE = 0;

/**
 * What becomes of a produce request and its answer. Kafka has done its work in every case but two:
 * a request that `never arrives`, and one that is `torn`, of which half arrives.
 */
export type Answer = 'passes' | 'is lost' | 'never arrives' | 'is torn' | { msLate: number };

/** The wire between kafkajs and its broker, where faults are made. */
export interface Wire {
  socketFactory: ISocketFactory;
  /** Asked once per produce request. */
  answer: () => Answer;
  /**
   * What happens to connections, those that exist included. A broker that is `silent` still takes
   * new ones, as the system does for a process that hangs.
   */
  state: 'open' | 'refusing' | 'black hole' | 'silent';
  readonly produceRequests: number;
}

export function createWire(): Wire {
  const sockets = new Set<Socket>();
  let state: Wire['state'] = 'open';
  const wire = {
    answer: (): Answer => 'passes',
    produceRequests: 0,
    get state() {
      return state;
    },
    set state(next: Wire['state']) {
      state = next;
      if (next === 'refusing') for (const socket of sockets) reset(socket);
    },
    socketFactory: (({ host, port, onConnect }) => {
      if (state === 'black hole') return new Socket();
      if (state === 'refusing') return reset(new Socket());
      const socket = connect({ host, port }, onConnect);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      const answers = intercept(socket, () => state);
      answers.beforeProduce = () => {
        wire.produceRequests += 1;
        return wire.answer();
      };
      return socket;
    }) satisfies ISocketFactory,
  };
  return wire;
}

function reset(socket: Socket): Socket {
  setImmediate(() => socket.destroy(new Error('connect ECONNREFUSED')));
  return socket;
}

const swallows = (state: Wire['state']) => state === 'black hole' || state === 'silent';

/** One request is in flight per connection, so the next data answers the last request. */
function intercept(socket: Socket, state: () => Wire['state']): { beforeProduce: () => Answer } {
  const answers = { beforeProduce: (): Answer => 'passes' };
  let next: Answer = 'passes';
  const write = socket.write.bind(socket) as (data: Buffer, encoding: BufferEncoding) => boolean;
  const emit = socket.emit.bind(socket) as (event: string, ...args: unknown[]) => boolean;

  socket.write = ((data: Buffer, encoding: BufferEncoding) => {
    if (swallows(state())) return true;
    next = data.readInt16BE(4) === PRODUCE ? answers.beforeProduce() : 'passes';
    if (next === 'passes' || next === 'is lost' || typeof next === 'object')
      return write(data, encoding);
    if (next === 'is torn') write(data.subarray(0, data.length / 2), encoding);
    reset(socket);
    return true;
  }) as typeof socket.write;

  socket.emit = ((event: string, ...args: unknown[]) => {
    if (event !== 'data' || next === 'passes') return emit(event, ...args);
    if (swallows(state())) return true;
    if (typeof next === 'object') setTimeout(() => emit(event, ...args), next.msLate);
    else reset(socket);
    return true;
  }) as typeof socket.emit;

  return answers;
}
