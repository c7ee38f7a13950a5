import { WsAdapter } from '@nestjs/platform-ws';
import { EchoGateway } from '../support/twins/neighbours.js';
import { TwinApps } from '../support/twins/twin-apps.js';
import { PING } from '../support/twins/wire-cases.js';
import { type Address, exchange, RawConnection, rawRequest } from '../support/wire/raw-connection.js';

const HANDSHAKE = [
  'GET /ws HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n',
].join('\r\n');

/** A masked text frame of less than 126 bytes (RFC 6455 section 5.2); a mask of zeros leaves its bytes. */
function frame(text: string): string {
  return `\x81${String.fromCharCode(0x80 | text.length)}\0\0\0\0${text}`;
}

async function talk(address: Address): Promise<string> {
  await using socket = RawConnection.open(address);
  socket.send(HANDSHAKE);
  await socket.waitFor(/\r\n\r\n/);
  socket.send(frame('{"event":"echo","data":"hi"}'));
  const echoed = await socket.waitFor(/"hi"\}$/);
  return echoed + (await exchange(address, rawRequest('/message', { method: 'POST', body: PING })));
}

describe('A WebSocket gateway beside direct routes', () => {
  it('is served as it is without them', async () => {
    await using twins = await TwinApps.start({
      providers: [EchoGateway],
      configure: (app) => void app.useWebSocketAdapter(new WsAdapter(app)),
    });
    const { direct, express } = await twins.observe(talk, 1);
    expect(direct.received).toMatch(/^HTTP\/1.1 101 [^]+\{"event":"echo","data":"hi"\}HTTP\/1.1 200 /);
    expect(direct.received).toBe(express.received);
    expect([direct.ways, express.ways]).toEqual([['direct'], ['express']]);
  });
});
