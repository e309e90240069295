// Wishes as React reads them: what was asked is kept until something changes.
import { QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Input, type Output, type Wish } from "./call";
import { run } from "./jobs";

export function wishes(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
}

/** The answer to a wish that only looks; asked again after every act. */
export function useAnswer<Name extends Wish>(name: Name, input: Input<Name>, enabled = true) {
  return useQuery<Output<Name>>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    enabled,
    placeholderData: (before) => before,
  });
}

/** A wish that changes something, or takes long: it runs as a job. */
export function useAct<Name extends Wish>(name: Name) {
  const asked = useQueryClient();
  return useMutation<Output<Name>, unknown, Input<Name>>({
    mutationFn: (input) => run(name, input),
    onSettled: () => asked.invalidateQueries(),
  });
}
