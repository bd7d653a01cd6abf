import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: a calm teal whose shades 6 and 7 carry white text. */
const teal: MantineColorsTuple = [
  '#e9f7f5',
  '#d3ece9',
  '#a6d9d3',
  '#74c4bc',
  '#48aea5',
  '#1f958c',
  '#0c7a74',
  '#08645f',
  '#064f4b',
  '#043b38',
];

/** System fonts, Chinese ones included: nothing is fetched. */
const FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif';

/** The look of the page. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: { accent: teal },
  defaultRadius: 'md',
  fontFamily: FONTS,
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontFamily: FONTS, fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
});
