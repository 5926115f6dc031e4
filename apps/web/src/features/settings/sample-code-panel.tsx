import { samplesOfCall } from '@rushes/client/call-samples'
import { useQuery } from '@tanstack/react-query'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { ListStates } from '../../ui/list-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { ownCallsQuery } from './token-queries.ts'

/** Code to begin with, on this server and with ids of one's own. */
export function SampleCodePanel() {
  const { client } = useServices()
  const calls = useQuery(ownCallsQuery(client, location.origin))
  const [chosen, setChosen] = useState(0)
  const [language, setLanguage] = useState('curl')
  const [copied, setCopied] = useState('')
  const call = calls.data?.[chosen]
  const samples = call === undefined ? [] : samplesOfCall(call)
  const code = samples.find((sample) => sample.language === language)?.code ?? ''

  async function copy(): Promise<void> {
    await copyText(code)
    setCopied(code)
  }

  return (
    <Panel
      title="Sample code"
      text={
        <>
          For this server, with ids of yours. The samples read the token from <code>RUSHES_TOKEN</code>; it is
          not shown here again. Every other call stands in the <a href="/docs">API reference</a>.
        </>
      }
    >
      <ListStates query={calls}>
        <div className="sample-choice">
          <SelectField
            label="Call"
            value={chosen}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          >
            {calls.data?.map(({ title }, index) => (
              <option key={title} value={index}>
                {title}
              </option>
            ))}
          </SelectField>
          <fieldset className="sample-languages" aria-label="Language">
            {samples.map((sample) => (
              <button
                key={sample.language}
                type="button"
                className="sample-language"
                aria-pressed={sample.language === language}
                onClick={() => setLanguage(sample.language)}
              >
                {sample.title}
              </button>
            ))}
          </fieldset>
        </div>
        <div className="sample-code">
          <pre>
            <code>{code}</code>
          </pre>
          <Button icon={copied === code ? <Check /> : <Copy />} onClick={() => void copy()}>
            {copied === code ? 'Copied' : 'Copy'}
          </Button>
        </div>
      </ListStates>
    </Panel>
  )
}
