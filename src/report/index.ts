export { readReportAudio, type ReportAudio, type Snippet } from './audio/report-audio.js';
export { renderReport } from './render-report.js';
export type { ReportContent, ReportModel } from './report-content.js';
