/** What a page may know of a lesson: `page` in `o1magic/render/lesson.py`. */

export interface Lesson {
  /** For what it waits: the end of the run, or something that the student does; null where nothing more will come. */
  waits: "run" | "prediction" | "answer" | null;
  question: string;
  /** How many steps are seen. */
  line: string;
  total: number;
  steps: readonly LessonStep[];
  /** The student's answer. */
  entered: string | null;
  /** How it compares with the search's, in a sentence. */
  verdict: string;
  /** Whether the answer comes only after the student's. */
  blind: boolean;
  /** Whether the answer follows the next prediction. */
  last: boolean;
  /** Null for as long as it is hidden. */
  answer: LessonAnswer | null;
}

export interface LessonStep {
  title: string;
  text: string;
  /** Whether the title only repeats the first words. */
  repeated: boolean;
  /** What the student wrote, maybe nothing; null where nothing was asked. */
  prediction: string | null;
}

export interface LessonAnswer {
  text: string | null;
  code: boolean;
  long: boolean;
  verdict: string;
  prediction: string | null;
}
