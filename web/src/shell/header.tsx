import { Container, Group, Text } from '@mantine/core';
import { LanguageSwitch } from './language-switch.tsx';
import { SchemeSwitch } from './scheme-switch.tsx';

/** The product's name, the language and light or dark. */
export function Header() {
  return (
    <Container component="header" size={1120} px={{ base: 'md', sm: 'xl' }} py="md">
      <Group justify="space-between">
        <Group gap="sm">
          <img src="favicon.svg" alt="" width={30} height={30} />
          <Text fw={650} fz="lg">
            wav2emo
          </Text>
        </Group>
        <Group gap="xs">
          <LanguageSwitch />
          <SchemeSwitch />
        </Group>
      </Group>
    </Container>
  );
}
