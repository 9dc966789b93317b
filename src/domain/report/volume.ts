import type { CommitmentFigures } from '../figures/figures.ts';

/** Messages that asked for an answer in one part of a period, how many waits ended in it, and how many were open at its end. */
export interface VolumePoint {
  readonly label: string;
  readonly received: number;
  readonly closed: number;
  readonly open: number;
}

/** The messages of a channel: `openBefore` + `received` − `closed` = `open`. */
export interface ChannelVolume {
  readonly channelId: string;
  readonly openBefore: number;
  readonly received: number;
  /** Answered or left out. */
  readonly closed: number;
  readonly open: number;
  /** Of those open: time is up. */
  readonly overdue: number;
}

/**
 * The promises that together hold each message of a channel once: those about first and about later answers; without either, those about
 * whether there is any answer; without these, those about settling it.
 */
export function listCountedOnce(all: readonly CommitmentFigures[]): CommitmentFigures[] {
  const channels = Map.groupBy(all, ({ channel }) => channel.id);
  return [...channels.values()].flatMap((own) => {
    const of = (metric: CommitmentFigures['commitment']['metric']) =>
      chooseWidest(own.filter(({ commitment }) => commitment.metric === metric));
    const answers = [...of('first-response'), ...of('next-response')];
    if (answers.length > 0) return answers;
    const answered = of('answered');
    return answered.length > 0 ? answered : of('resolution');
  });
}

/** Of promises about the same messages the one with the most; those of single topics only where together they hold more than that. */
function chooseWidest(own: readonly CommitmentFigures[]): CommitmentFigures[] {
  const byTopic = Map.groupBy(own, ({ commitment }) => commitment.topic);
  const largest = [...byTopic].map(([topic, judged]) => ({ topic, figures: judged.toSorted((a, b) => countAll(b) - countAll(a))[0] }));
  const general = largest.flatMap(({ topic, figures }) => (topic === undefined && figures !== undefined ? [figures] : []));
  const topics = largest.flatMap(({ topic, figures }) => (topic !== undefined && figures !== undefined ? [figures] : []));
  const sum = (chosen: readonly CommitmentFigures[]) => chosen.reduce((total, figures) => total + countAll(figures), 0);
  return general.length > 0 && sum(general) >= sum(topics) ? general : topics;
}

/** All messages of a promise, whatever became of them. */
export function countAll({ judgement }: Pick<CommitmentFigures, 'judgement'>): number {
  const { met, breached, running, excluded } = judgement.counts;
  return met + breached + running + excluded;
}

/** How many waits began (`asked`) and ended (`closed`) in which part: 0 is before the period, 1 its first part; closed null: still open. */
export interface WaitFlow {
  readonly channelId: string;
  readonly asked: number;
  readonly closed: number | null;
  readonly count: number;
  readonly overdue: number;
}

/** The points of a chart of all channels. @param labels of the parts. */
export function chartVolume(flows: readonly WaitFlow[], labels: readonly string[]): VolumePoint[] {
  return labels.map((label, index) => {
    const place = index + 1;
    return {
      label,
      received: sumOf(flows, ({ asked }) => asked === place),
      closed: sumOf(flows, ({ closed }) => closed === place),
      open: sumOf(flows, ({ asked, closed }) => asked <= place && (closed === null || closed > place)),
    };
  });
}

export function sumVolume(flows: readonly WaitFlow[], channelId: string): ChannelVolume {
  const own = flows.filter((flow) => flow.channelId === channelId);
  return {
    channelId,
    openBefore: sumOf(own, ({ asked }) => asked === 0),
    received: sumOf(own, ({ asked }) => asked > 0),
    closed: sumOf(own, ({ closed }) => closed !== null),
    open: sumOf(own, ({ closed }) => closed === null),
    overdue: own.reduce((sum, { overdue }) => sum + overdue, 0),
  };
}

function sumOf(flows: readonly WaitFlow[], isMeant: (flow: WaitFlow) => boolean): number {
  return flows.reduce((sum, flow) => (isMeant(flow) ? sum + flow.count : sum), 0);
}
