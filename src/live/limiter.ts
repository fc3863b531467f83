import type { Clock } from './clock.ts';

/** The least part of the rate that is left when all goes wrong. */
const floor = 1 / 16;
/** How long nothing is asked for after a refusal that names no time. */
const pause = 1000;

/**
 * A token bucket that holds one token: requests leave one by one, in the order in which they came. It halves its rate when AWS
 * throttles and takes it up again, a twentieth with each answer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export class Limiter {
  private readonly rate: number;
  private readonly clock: Clock;
  private readonly signal: AbortSignal;
  private part = 1;
  /** When the next request may leave. */
  private next: number = Number.NEGATIVE_INFINITY;
  /** Until when further refusals tell nothing new: their requests left before the first one came back. */
  private deaf: number = Number.NEGATIVE_INFINITY;
  private queue: Promise<void> = Promise.resolve();

  /** So many requests a second; Infinity for no limit. */
  constructor(rate: number, clock: Clock, signal: AbortSignal) {
    this.rate = rate;
    this.clock = clock;
    this.signal = signal;
  }

  /** Waits until a request may leave. */
  take(): Promise<void> {
    const turn = this.queue.then(() => this.wait());
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  throttled(retryAfter: number = pause): void {
    const now = this.clock.now();
    if (now < this.deaf) return;
    this.part = Math.max(floor, this.part / 2);
    this.deaf = now + Math.max(retryAfter, pause);
    this.next = Math.max(this.next, this.deaf);
  }

  answered(): void {
    this.part = Math.min(1, this.part + 0.05);
  }

  private async wait(): Promise<void> {
    // a timer that rings a little late is made up for; time in which nothing was asked is not
    let due = this.clock.now();
    for (let now = due; now < this.next; now = this.clock.now()) {
      due = this.next;
      await this.clock.sleep(due - now, this.signal);
    }
    const interval = 1000 / (this.rate * this.part);
    this.next = Math.max(due, this.clock.now() - interval / 2) + interval;
  }
}
