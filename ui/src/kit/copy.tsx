// Copies a text whole, and says so beside the button.
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./form";

type CopyProps = { text: string; label: string; quiet?: boolean; words?: string };

export function CopyButton({ text, label, quiet = false, words = "Copy" }: CopyProps) {
  const [told, tell] = useState<"copied" | "refused" | null>(null);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => tell("copied"),
      () => tell("refused"),
    );
  };
  return (
    <>
      <Button kind={quiet ? "quiet" : ""} aria-label={label} onPress={copy}>
        {told === "copied" ? <Check size={quiet ? 14 : 16} aria-hidden /> : <Copy size={quiet ? 14 : 16} aria-hidden />} {words}
      </Button>
      <span role="status" className={told === "refused" ? "con s12" : "hidden"}>
        {told === "copied" && "Copied"}
        {told === "refused" && "The system refused; select the text and copy it."}
      </span>
    </>
  );
}
