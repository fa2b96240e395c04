import { useState } from 'preact/hooks';
import { Code, Dialog, TabPanel, Tabs } from '../../kit/index.ts';
import { kerasCode } from '../code/keras-code.ts';
import { keratinCode } from '../code/keratin-code.ts';
import { state } from './store.ts';

const tabs = [
  { id: 'keratin', label: 'Keratin (TypeScript)' },
  { id: 'keras', label: 'Keras (Python)' },
] as const;
type Language = (typeof tabs)[number]['id'];

/** The lines that do the same elsewhere. */
export function CodeDialog({ onClose }: { readonly onClose: () => void }) {
  const [language, setLanguage] = useState<Language>('keratin');
  const text = language === 'keratin' ? keratinCode(state.value) : kerasCode(state.value);
  return (
    <Dialog title="This net as code" onClose={onClose}>
      <Tabs name="code" label="Language" tabs={tabs} value={language} onChange={setLanguage} />
      <TabPanel name="code" value={language}>
        <Code text={text} label="Code" />
      </TabPanel>
    </Dialog>
  );
}
