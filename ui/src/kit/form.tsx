// Form fields: label above, help below, an error in its place that says what is needed.
import { Check, CircleAlert, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Checkbox,
  CheckboxGroup,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
  type ButtonProps,
} from "react-aria-components";
import { Refusal } from "./note";

export function Button({ kind = "", ...rest }: ButtonProps & { kind?: "" | "primary" | "quiet" | "danger" }) {
  return <AriaButton {...rest} className={`btn ${kind}`} />;
}

/** `needed` says what is missing while it is not ready. */
type HeadProps = { title: string; about?: string; save: string; ready: boolean; needed?: string; close: () => void };

/** The head of a form: what it makes, and the two ways out of it. */
export function FormHead({ title, about, save, ready, needed, close }: HeadProps) {
  return (
    <div className="row form-head">
      <h2>{title}</h2>
      {about && <span className="mut s12">{about}</span>}
      <span className="space" />
      {!ready && needed && <span className="mut s12">needed: {needed}</span>}
      <Button kind="quiet" onPress={close}>
        Cancel
      </Button>
      <Button kind="primary" type="submit" isDisabled={!ready}>
        {save}
      </Button>
    </div>
  );
}

type EntryProps = HeadProps & { refused: { message: string; hint: string } | null; submit: () => void; children: ReactNode };

/** A pane to enter one thing in: its head, why it was refused, its fields in two columns. */
export function EntryForm({ refused, submit, children, ...head }: EntryProps) {
  return (
    <form
      className="pane"
      style={{ flex: 1 }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <section>
        <FormHead {...head} />
        {refused && <Refusal of={refused} />}
        <div className="two">{children}</div>
      </section>
    </form>
  );
}

type FieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  help?: string;
  error?: string;
  lines?: number;
  name?: string;
  autoFocus?: boolean;
  onBlur?: () => void;
};

export function Field({ label, help, error, lines, ...rest }: FieldProps) {
  return (
    <TextField {...rest} className="form-field" isInvalid={error !== undefined} maxLength={lines ? 10000 : 200}>
      <Label>{label}</Label>
      {lines ? <TextArea className="input" rows={lines} /> : <Input className="input" />}
      {error === undefined && help && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <FieldError className="error">
        <CircleAlert size={14} aria-hidden /> {error}
      </FieldError>
    </TextField>
  );
}

export type Option<Key extends string> = { key: Key; words: string };

type ChoiceProps<Key extends string> = {
  label: string;
  value: Key;
  options: Option<Key>[];
  onChange: (key: Key) => void;
  help?: string;
};

export function Choice<Key extends string>({ label, value, options, onChange, help }: ChoiceProps<Key>) {
  return (
    <Select className="form-field" value={value} onChange={(key) => onChange(key as Key)}>
      <Label>{label}</Label>
      <AriaButton className="input select">
        <SelectValue className="trunc" />
        <ChevronDown size={16} aria-hidden />
      </AriaButton>
      {help && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <Popover className="menu" placement="bottom start">
        <ListBox className="options">
          {options.map((option) => (
            <ListBoxItem key={option.key} id={option.key} textValue={option.words} className="option">
              {option.words}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

type SomeProps<Key extends string> = Omit<ChoiceProps<Key>, "value" | "onChange"> & { values: Key[]; onChange: (keys: Key[]) => void };

/** Any number of options. */
export function Some<Key extends string>({ label, values, options, onChange, help }: SomeProps<Key>) {
  return (
    <CheckboxGroup className="form-field" value={values} onChange={(keys) => onChange(keys as Key[])}>
      <Label>{label}</Label>
      {options.map((option) => (
        <Checkbox key={option.key} value={option.key} className="check">
          <span className="box">
            <Check size={12} aria-hidden />
          </span>
          {option.words}
        </Checkbox>
      ))}
      {help && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
    </CheckboxGroup>
  );
}
