// The tests' stand-in for AWS with 1,000 APIs of two stages each, in a process of its own. Sends its URL.
import { serveAws } from '../test/live/server.ts';
import { ACCOUNT, REGION, shop } from '../test/live/shop.ts';

const apis = Array.from({ length: 1000 }, (_, i) => ({ ...shop(`api${i}`), resources: [{ path: '/' }] }));
const { url } = await serveAws({ [ACCOUNT]: { [REGION]: { apis } } }, { pageSize: 500 });
process.send?.(url);
