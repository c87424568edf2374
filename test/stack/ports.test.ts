import { createServer, type Server } from 'node:net';
import { choosePorts, refuseTakenPorts } from '../../dev/stack/ports';

describe('the ports of a stack', () => {
  it('are fixed for people, and a variable moves each', async () => {
    const ports = await choosePorts('fixed', { KAFKA_PORT: '19092' });
    expect(ports).toMatchObject({ api: 3004, temporal: 7233, temporalUi: 8233, kafka: 19092 });
  });

  it('are free and different ones for tests', async () => {
    const ports = Object.values(await choosePorts('free', {}));
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('must be numbers', async () => {
    await expect(choosePorts('fixed', { API_PORT: 'eighty' })).rejects.toThrow(
      'API_PORT must be a port, and is "eighty"',
    );
  });

  it('that are taken are named with their part and variable', async () => {
    const ports = await choosePorts('free', {});
    const server = await listen(ports.kafka);
    await expect(refuseTakenPorts(ports, ['kafka', 'api'])).rejects.toThrow(
      `port ${ports.kafka} is taken: Kafka cannot listen there; set KAFKA_PORT`,
    );
    await expect(refuseTakenPorts(ports, ['api'])).resolves.toBeUndefined();
    server.close();
  });
});

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
