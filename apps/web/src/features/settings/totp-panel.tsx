import type { Security } from '@rushes/contract/second-factor'
import { useQueryClient } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { formatDay } from '../../ui/format-time.ts'
import { ButtonMenu } from '../../ui/menu.tsx'
import { NoRows, Panel, Row, Rows } from '../../ui/panel.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx'
import { TotpDialog } from './totp-dialog.tsx'

type Asking = 'set up' | 'new codes' | 'turn off'

/** A second step after the password: codes of an authenticator app. */
export function TotpPanel({ security }: { security: Security }) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['security'] })
  const close = () => setAsking(null)
  return (
    <Panel
      title="Second factor"
      text="Besides the password, a code from an app on your phone. Whoever has only your password stays out."
      action={!security.has_totp && <Button onClick={() => setAsking('set up')}>Set up</Button>}
    >
      {security.has_totp ? (
        <Rows label="Second factor">
          <Row
            picture={<Smartphone aria-hidden />}
            title="Authenticator app"
            text={`${security.totp_confirmed_at === null ? 'On' : `Since ${formatDay(security.totp_confirmed_at)}`} · ${count(security.recovery_code_count, 'recovery code')} left`}
            end={
              <ButtonMenu
                entries={[
                  { kind: 'item', label: 'New recovery codes…', onSelect: () => setAsking('new codes') },
                  {
                    kind: 'item',
                    label: 'Turn off…',
                    isDangerous: true,
                    onSelect: () => setAsking('turn off'),
                  },
                ]}
              >
                <Button>Change</Button>
              </ButtonMenu>
            }
          />
        </Rows>
      ) : (
        <NoRows>Off: your password alone opens the door.</NoRows>
      )}
      <TotpDialog
        isOpen={asking === 'set up'}
        onClose={() => {
          close()
          void refresh()
        }}
      />
      <PasswordDialog
        title="New recovery codes"
        text="The old ones end at once."
        confirm="Make new codes"
        isOpen={asking === 'new codes'}
        run={async (password) => {
          setCodes((await client.newRecoveryCodes(password)).codes)
          await refresh()
        }}
        onClose={close}
      />
      <PasswordDialog
        title="Turn off the second factor?"
        text="Your password alone will open the door again."
        confirm="Turn off"
        isDangerous
        isOpen={asking === 'turn off'}
        run={async (password) => {
          await client.removeTotp(password)
          toasts.say('The second factor is off.')
          await refresh()
        }}
        onClose={close}
      />
      <RecoveryCodesDialog codes={codes} onClose={() => setCodes(null)} />
    </Panel>
  )
}
