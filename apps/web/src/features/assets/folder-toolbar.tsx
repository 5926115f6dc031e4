import type { Label } from '@rushes/contract/assets'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  ArrowDownUp,
  CheckCheck,
  Ellipsis,
  FileArchive,
  FolderPlus,
  FolderUp,
  Grid2x2,
  Keyboard,
  ListFilter,
  Trash2,
  Upload,
} from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { count } from '../../ui/count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { KeysDialog } from '../../ui/keys-dialog.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { NameDialog } from '../../ui/name-dialog.tsx'
import { Slider } from '../../ui/slider.tsx'
import { usePageActions } from '../page-actions/use-page-actions.ts'
import { usePageKeys } from '../page-actions/use-page-keys.ts'
import { newsQuery } from '../visits/visit-queries.ts'
import { refreshListings } from './asset-cache.ts'
import { FOLDER_KEYS } from './folder-keys.ts'
import { LabelDot } from './label-dot.tsx'
import { LABEL_CHOICES, LABEL_NAMES } from './labels.ts'
import { SORT_CHOICES, SORT_NAMES } from './sort-choice.ts'
import { useAssetActions } from './use-asset-actions.ts'
import { changeViewSettings, useViewSettings } from './view-settings.ts'
import './folder-toolbar.css'

interface FolderToolbarProps {
  projectId: string
  folderId: string
  pickFiles: () => void
  pickFolder: () => void
  /** Undefined while unknown. */
  total: number | undefined
  /** Only what has this status is on show; null for everything. */
  onlyLabel: Label | null
  onOnlyLabel: (label: Label | null) => void
}

export function FolderToolbar(props: FolderToolbarProps) {
  const { projectId, folderId, pickFiles, pickFolder, total, onlyLabel, onOnlyLabel } = props
  const { client, toasts } = useServices()
  const { sort, cardSize } = useViewSettings()
  const navigate = useNavigate()
  const actions = useAssetActions()
  const downloadAll = () => actions.downloadZip([{ id: folderId }])
  const [isNaming, setNaming] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  usePageKeys({ n: () => setNaming(true), '?': () => setShowsKeys(true) })
  const queryClient = useQueryClient()
  const hasNews = (useQuery(newsQuery(client, folderId)).data ?? []).length > 0
  const seeAll = useMutation({
    mutationFn: () => client.dismissNews(folderId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['news', folderId] }),
    onError: (error) => toasts.complain(messageOf(error)),
  })
  const uploadEntries: MenuEntry[] = [
    { kind: 'item', label: 'Files…', icon: <Upload />, onSelect: pickFiles },
    { kind: 'item', label: 'A folder…', icon: <FolderUp />, onSelect: pickFolder },
  ]
  const moreEntries: MenuEntry[] = [
    {
      kind: 'item',
      label: 'New folder',
      icon: <FolderPlus />,
      shortcut: 'N',
      onSelect: () => setNaming(true),
    },
    { kind: 'item', label: 'Upload files…', icon: <Upload />, onSelect: pickFiles },
    { kind: 'item', label: 'Upload a folder…', icon: <FolderUp />, onSelect: pickFolder },
    ...(hasNews
      ? [
          {
            kind: 'item' as const,
            label: 'Mark all as seen',
            icon: <CheckCheck />,
            onSelect: () => seeAll.mutate(),
          },
        ]
      : []),
    { kind: 'line' },
    { kind: 'item', label: 'Download as zip', icon: <FileArchive />, onSelect: () => void downloadAll() },
    {
      kind: 'item',
      label: 'Trash',
      icon: <Trash2 />,
      onSelect: () => void navigate({ to: '/projects/$projectId/trash', params: { projectId } }),
    },
  ]
  const sortEntries: MenuEntry[] = SORT_CHOICES.map((choice) => ({
    kind: 'item',
    label: SORT_NAMES[choice],
    isChosen: choice === sort,
    onSelect: () => changeViewSettings({ sort: choice }),
  }))
  const filterEntries: MenuEntry[] = [
    {
      kind: 'item',
      label: 'Everything',
      isChosen: onlyLabel === null,
      onSelect: () => onOnlyLabel(null),
    },
    { kind: 'line' },
    ...LABEL_CHOICES.map((label) => ({
      kind: 'item' as const,
      label: LABEL_NAMES[label],
      icon: <LabelDot label={label} />,
      isChosen: onlyLabel === label,
      onSelect: () => onOnlyLabel(label),
    })),
  ]
  usePageActions('page', () => [
    {
      title: 'This folder',
      entries: [
        ...moreEntries,
        { kind: 'group', label: 'Sort', icon: <ArrowDownUp />, entries: sortEntries },
        { kind: 'group', label: 'Filter', icon: <ListFilter />, entries: filterEntries },
        {
          kind: 'item',
          label: 'Keyboard',
          icon: <Keyboard />,
          shortcut: '?',
          onSelect: () => setShowsKeys(true),
        },
      ],
    },
  ])
  return (
    <div className="toolbar">
      <p className="toolbar-count numbers">{total === undefined ? '' : count(total, 'item')}</p>
      <ButtonMenu align="start" entries={sortEntries}>
        <button type="button" className="toolbar-sort" aria-label={`Sort: ${SORT_NAMES[sort]}`}>
          <ArrowDownUp aria-hidden />
          <span className="toolbar-sort-name">{SORT_NAMES[sort]}</span>
        </button>
      </ButtonMenu>
      <ButtonMenu align="start" entries={filterEntries}>
        <button
          type="button"
          className={classNames('toolbar-sort', onlyLabel !== null && 'toolbar-sort-on')}
          aria-label={`Show: ${onlyLabel === null ? 'Everything' : LABEL_NAMES[onlyLabel]}`}
        >
          <ListFilter aria-hidden />
          <span className="toolbar-filter-name">
            {onlyLabel === null ? 'Everything' : LABEL_NAMES[onlyLabel]}
          </span>
        </button>
      </ButtonMenu>
      <div className="toolbar-size">
        <Grid2x2 aria-hidden />
        <Slider
          label="Size of the cards"
          value={cardSize}
          min={0}
          max={1}
          step={0.1}
          onChange={(size) => changeViewSettings({ cardSize: size })}
        />
      </div>
      <div className="toolbar-end">
        <IconButton label="Download all as zip" className="toolbar-wide" onClick={() => void downloadAll()}>
          <FileArchive />
        </IconButton>
        <Link
          to="/projects/$projectId/trash"
          params={{ projectId }}
          className="icon-button toolbar-wide"
          aria-label="Trash"
          title="Trash"
        >
          <Trash2 />
        </Link>
        <Button icon={<FolderPlus />} className="toolbar-wide" onClick={() => setNaming(true)}>
          New folder
        </Button>
        <ButtonMenu entries={uploadEntries}>
          <Button look="primary" icon={<Upload />} className="toolbar-wide">
            Upload
          </Button>
        </ButtonMenu>
        <div className="toolbar-narrow">
          <ButtonMenu entries={moreEntries}>
            <IconButton label="More">
              <Ellipsis />
            </IconButton>
          </ButtonMenu>
        </div>
      </div>
      <Button look="primary" icon={<Upload />} className="toolbar-float" onClick={pickFiles}>
        Upload
      </Button>
      <KeysDialog groups={FOLDER_KEYS} isOpen={showsKeys} onClose={() => setShowsKeys(false)} />
      <NewFolderDialog folderId={folderId} isOpen={isNaming} onClose={() => setNaming(false)} />
    </div>
  )
}

function NewFolderDialog(props: { folderId: string; isOpen: boolean; onClose: () => void }) {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const create = useMutation({
    mutationFn: (name: string) => client.createAsset(props.folderId, { type: 'folder', name }),
    onSuccess: async () => {
      await refreshListings(queryClient)
      props.onClose()
    },
  })
  return (
    <NameDialog
      title="New folder"
      label="Name"
      placeholder="Day 01"
      confirm="Create folder"
      isOpen={props.isOpen}
      onClose={props.onClose}
      isBusy={create.isPending}
      error={create.error}
      onName={(name) => create.mutate(name)}
    />
  )
}
