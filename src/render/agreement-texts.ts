import type { Agreement } from '../domain/agreement/agreement.ts';
import { renderMarkdown } from './text.ts';

/** The texts of an agreement as safe HTML. */
export interface AgreementTexts {
  readonly weDo: string;
  readonly weAsk: string;
  readonly otherwise: string;
  readonly equalTreatment: string;
  readonly remedy: string;
}

/** Renders the Markdown of an agreement. */
export function renderAgreementTexts({ conduct, equalTreatment, remedy }: Agreement): AgreementTexts {
  return {
    weDo: renderMarkdown(conduct.weDo),
    weAsk: renderMarkdown(conduct.weAsk),
    otherwise: renderMarkdown(conduct.otherwise),
    equalTreatment: renderMarkdown(equalTreatment.statement),
    remedy: renderMarkdown(remedy),
  };
}
