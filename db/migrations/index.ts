import type { Migration } from 'kysely/migration';
import * as createAccounts from './20261124T0400_create_accounts.ts';
import * as createCompany from './20261124T0401_create_company.ts';
import * as createMeasurement from './20261124T0402_create_measurement.ts';
import * as letObligationsOpenWithoutMessage from './20261124T0420_let_obligations_open_without_message.ts';
import * as indexEventsByChannel from './20261124T0430_index_events_by_channel.ts';
import * as beginSignUpByMail from './20261124T0431_begin_sign_up_by_mail.ts';
import * as tallyDays from './20261124T0900_tally_days.ts';
import * as keepImportsGoing from './20261124T0944_keep_imports_going.ts';
import * as rankCompanies from './20261124T1006_rank_companies.ts';
import * as partitionByCompany from './20261124T1035_partition_by_company.ts';
import * as indexEventsAhead from './20261124T1130_index_events_ahead.ts';
import * as freeDayMarks from './20261124T1400_free_day_marks.ts';
import * as compareIdsByBytes from './20261124T1410_compare_ids_by_bytes.ts';
import * as nameTopics from './20261124T1455_name_topics.ts';
import * as workThroughQueue from './20261124T1456_work_through_queue.ts';
import * as findEventsByRecording from './20261124T1515_find_events_by_recording.ts';
import * as warnEarly from './20261124T1521_warn_early.ts';
import * as tellTalliesApart from './20261124T1525_tell_tallies_apart.ts';
import * as publishMonths from './20261124T1533_publish_months.ts';
import * as signStatements from './20261124T1546_sign_statements.ts';
import * as explainBreaches from './20261124T1710_explain_breaches.ts';
import * as shareReports from './20261124T1712_share_reports.ts';
import * as explainPeriods from './20261124T1730_explain_periods.ts';
import * as groupCompanies from './20261124T1730_group_companies.ts';
import * as sendDigests from './20261124T1745_send_digests.ts';
import * as statePublishedMonths from './20261124T1745_state_published_months.ts';
import * as sealSecrets from './20261124T1755_seal_secrets.ts';
import * as sumTallies from './20261124T2341_sum_tallies.ts';
import * as markRunsOfDays from './20261129T1550_mark_runs_of_days.ts';
import * as keepDayChanges from './20261129T2200_keep_day_changes.ts';
import * as sumExclusions from './20261130T2000_sum_exclusions.ts';
import * as coverSums from './20261201T0800_cover_sums.ts';

/** Every migration by name, in order. A static map survives bundling. */
export const migrations: Record<string, Migration> = {
  '20261124T0400_create_accounts': createAccounts,
  '20261124T0401_create_company': createCompany,
  '20261124T0402_create_measurement': createMeasurement,
  '20261124T0420_let_obligations_open_without_message': letObligationsOpenWithoutMessage,
  '20261124T0430_index_events_by_channel': indexEventsByChannel,
  '20261124T0431_begin_sign_up_by_mail': beginSignUpByMail,
  '20261124T0900_tally_days': tallyDays,
  '20261124T0944_keep_imports_going': keepImportsGoing,
  '20261124T1006_rank_companies': rankCompanies,
  '20261124T1035_partition_by_company': partitionByCompany,
  '20261124T1130_index_events_ahead': indexEventsAhead,
  '20261124T1400_free_day_marks': freeDayMarks,
  '20261124T1410_compare_ids_by_bytes': compareIdsByBytes,
  '20261124T1455_name_topics': nameTopics,
  '20261124T1456_work_through_queue': workThroughQueue,
  '20261124T1515_find_events_by_recording': findEventsByRecording,
  '20261124T1521_warn_early': warnEarly,
  '20261124T1525_tell_tallies_apart': tellTalliesApart,
  '20261124T1533_publish_months': publishMonths,
  '20261124T1546_sign_statements': signStatements,
  '20261124T1710_explain_breaches': explainBreaches,
  '20261124T1712_share_reports': shareReports,
  '20261124T1730_explain_periods': explainPeriods,
  '20261124T1730_group_companies': groupCompanies,
  '20261124T1745_send_digests': sendDigests,
  '20261124T1745_state_published_months': statePublishedMonths,
  '20261124T1755_seal_secrets': sealSecrets,
  '20261124T2341_sum_tallies': sumTallies,
  '20261129T1550_mark_runs_of_days': markRunsOfDays,
  '20261129T2200_keep_day_changes': keepDayChanges,
  '20261130T2000_sum_exclusions': sumExclusions,
  '20261201T0800_cover_sums': coverSums,
};
