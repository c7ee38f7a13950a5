import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { eventually } from '../support/eventually.js';
import { limitDescriptors, openDescriptors } from '../support/servers/descriptors.js';
import { startRookery } from '../support/servers/rookery.js';
import { ROOT, ServerProcess } from '../support/servers/server-process.js';

const PAIRS = join(ROOT, 'test', 'support', 'wire', 'tls');

interface SecureAnswer {
  readonly status: number | undefined;
  readonly body: string;
  /** The common name of the certificate that the server showed. */
  readonly certificate: string;
}

/** On a connection of its own, which shows the certificate of the moment. */
function getSecurely(url: string): Promise<SecureAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { rejectUnauthorized: false, agent: false }, (response) => {
      const { subject } = (response.socket as TLSSocket).getPeerCertificate();
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, body, certificate: subject.CN }));
    });
    sent.once('error', reject).end();
  });
}

describe('TLS of its own', () => {
  let folder: string;
  let environment: Record<string, string>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rookery-tls-'));
    environment = { TLS_CERT_FILE: join(folder, 'tls.crt'), TLS_KEY_FILE: join(folder, 'tls.key') };
    await install('');
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function install(prefix: '' | 'renewed-'): Promise<void> {
    await copyFile(join(PAIRS, `${prefix}key.pem`), environment['TLS_KEY_FILE']!);
    await copyFile(join(PAIRS, `${prefix}certificate.pem`), environment['TLS_CERT_FILE']!);
  }

  it('serves, and takes up renewed files without a restart', async () => {
    await using server = ServerProcess.start(environment);
    const url = await server.url();
    expect(url).toMatch(/^https:/);
    expect(await getSecurely(`${url}/health`)).toMatchObject({ status: 200, certificate: 'localhost' });
    await install('renewed-');
    await eventually(
      async () => (await getSecurely(`${url}/health`)).certificate,
      (certificate) => certificate === 'renewed.localhost',
    );
    expect(await server.stop()).toBe(0);
  });

  it('offers no CBC with SHA-1, also with a renewed certificate, and what else Node offers', async () => {
    await using server = ServerProcess.start(environment);
    const { port } = new URL(await server.url());
    const cipherOf = async (ciphers: string): Promise<string> => {
      const socket = connect({
        port: Number(port),
        host: '127.0.0.1',
        ciphers,
        maxVersion: 'TLSv1.2',
        rejectUnauthorized: false,
      });
      try {
        await once(socket, 'secureConnect');
        return socket.getCipher().name;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code!;
      } finally {
        socket.destroy();
      }
    };
    const expectCiphers = async (): Promise<void> => {
      for (const outdated of ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA'])
        expect(await cipherOf(outdated)).toMatch(/HANDSHAKE_FAILURE/);
      for (const name of [
        'ECDHE-ECDSA-AES128-GCM-SHA256',
        'ECDHE-ECDSA-AES256-GCM-SHA384',
        'ECDHE-ECDSA-AES128-SHA256',
      ])
        expect(await cipherOf(name)).toBe(name);
    };
    await expectCiphers();
    await install('renewed-');
    await server.waitForLog(({ msg }) => msg === 'The certificate was renewed');
    await expectCiphers();
  });

  it('tries a certificate again that could not be read, without another change', async () => {
    await using server = ServerProcess.start(environment);
    const url = await server.url();
    limitDescriptors(server.pid, (await openDescriptors(server.pid)) - 2);
    await install('renewed-');
    await server.waitForLog(({ msg }) => /^The new certificate cannot be used.*EMFILE/.test(String(msg)));
    limitDescriptors(server.pid, 10_000);
    await eventually(
      async () => (await getSecurely(`${url}/health`)).certificate,
      (certificate) => certificate === 'renewed.localhost',
    );
  });

  it('keeps the certificate it has when the new files cannot be used', async () => {
    await using server = ServerProcess.start(environment);
    const url = await server.url();
    await writeFile(environment['TLS_CERT_FILE']!, 'half a certif');
    const { level } = await server.waitForLog(({ msg }) =>
      String(msg).startsWith('The new certificate cannot'),
    );
    expect(level).toBe('error');
    expect((await getSecurely(`${url}/health`)).certificate).toBe('localhost');
  });

  it('does not start with a key that is another certificate’s', async () => {
    await copyFile(join(PAIRS, 'renewed-key.pem'), environment['TLS_KEY_FILE']!);
    await expect(startRookery(environment)).rejects.toThrow(
      /TLS_CERT_FILE and TLS_KEY_FILE must name a certificate and its key in PEM/,
    );
  });
});
