import { Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Term } from '../../../components/term.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { GREATEST_TEMPERATURE, LEAST_TEMPERATURE, placeOf, temperatureAt } from './soften.ts';
import styles from './teaching.module.css';

const MARKED = [LEAST_TEMPERATURE, 1, 2, 4, 8, GREATEST_TEMPERATURE] as const;
const STEP = 0.005;

interface TemperatureSliderProps {
  readonly temperature: number;
  /** The one the student was taught at. */
  readonly taught: number | null;
  readonly onChange: (temperature: number) => void;
}

/** The temperature on a logarithmic scale; the one in the recipe is marked. */
export function TemperatureSlider({ temperature, taught, onChange }: TemperatureSliderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const marks = MARKED.map(value => ({ value: placeOf(value), label: format.number(value) }));
  const isTaught = taught !== null && Math.abs(taught - temperature) < 1e-9;
  return (
    <div className={styles.temperature}>
      <span className={styles.temperatureHead}>
        <Term text={t('teaching.temperatureOf')} help={t('teaching.temperatureHelp')} />{' '}
        <b>{t('teaching.temperatureIs', { value: format.number(temperature, 2) })}</b>
        {taught !== null && (
          <button type="button" className={styles.chip} aria-pressed={isTaught} onClick={() => onChange(taught)}>
            {t('teaching.trainedAt')}: {format.number(taught, 2)}
          </button>
        )}
      </span>
      <Slider
        thumbLabel={t('teaching.temperatureOf')}
        min={0}
        max={1}
        step={STEP}
        marks={marks}
        label={null}
        value={placeOf(Math.min(GREATEST_TEMPERATURE, Math.max(LEAST_TEMPERATURE, temperature)))}
        thumbProps={{ 'aria-valuetext': format.number(temperature, 2) }}
        onChange={place => onChange(temperatureAt(place))}
      />
    </div>
  );
}
