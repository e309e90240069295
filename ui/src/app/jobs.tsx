// What is being done, once it takes longer than half a second: how far it has come, and the way
// to break it off.
import { useEffect, useState } from "react";
import { ProgressBar } from "react-aria-components";
import { breakOff, useJobs, type Running } from "../api/jobs";
import { Button } from "../kit/form";
import { number, spaced } from "../kit/words";

const SHOWN_AFTER = 500;

export function JobStatus() {
  const jobs = useJobs();
  return jobs.length > 0 ? <Shown key={jobs[0]?.id} job={jobs[0] as Running} others={jobs.length - 1} /> : null;
}

function Shown({ job, others }: { job: Running; others: number }) {
  const [late, setLate] = useState(false);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SHOWN_AFTER);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  const { progress } = job;
  const what = progress?.what ?? spaced(job.wish);
  const far = !progress || progress.done === 0 ? "" : progress.total > 0 ? ` ${number(progress.done)} of ${number(progress.total)}` : ` ${number(progress.done)}`;
  return (
    <span className="row job" role="status">
      <ProgressBar
        aria-label={what}
        className="progress"
        isIndeterminate={!progress || progress.total === 0}
        value={progress?.done ?? 0}
        maxValue={progress?.total || 1}
      >
        {({ percentage }) => <span className="fill" style={percentage === undefined ? {} : { width: `${percentage}%` }} />}
      </ProgressBar>
      <span>
        {broken ? "Stopping" : `${what}${far}`}
        {others > 0 && `, ${number(others)} more`}
      </span>
      {progress && !broken && (
        <Button
          kind="quiet"
          onPress={() => {
            setBroken(true);
            breakOff(job.id);
          }}
        >
          Cancel
        </Button>
      )}
    </span>
  );
}
