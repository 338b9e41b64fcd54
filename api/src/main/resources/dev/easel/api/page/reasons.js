// Reasons in words: what holds while a request waits, and why one ended without pictures. A test holds
// them together with the registry of reasons.

import { language } from "./i18n.js";

/** While it moves: English, Japanese. */
const NOW = {
  Pending: ["The request was received and is being checked.", "依頼を受け取り、内容を確認しています。"],
  Running: ["A generator is working on it.", "画像の生成を進めています。"],
  Retrying: ["The last attempt did not work out; another one follows automatically.", "前回はうまくいかなかったため、自動でもう一度行います。"],
  Suspended: ["The request is on hold until it is resumed.", "再開されるまで保留されています。"],
  Cancelling: ["The request is being cancelled.", "取り消しを進めています。"],
  NotChecked: ["The request is being checked.", "内容を確認しています。"],
  Valid: ["The request was checked.", "内容を確認しました。"],
  Unchecked: ["The catalogue could not be read; models are checked when drawing starts.", "カタログを読めなかったため、モデルは生成を始めるときに確認します。"],
  SlotReserved: ["A GPU is reserved; the generator is starting.", "GPU を確保しました。まもなく始まります。"],
  WaitingForSlot: ["All GPUs are busy with other requests.", "すべての GPU がほかの依頼で使われています。"],
  PoolDraining: ["The GPUs finish their present work and start nothing new; your place in the queue is kept.", "いまの作業だけを終えて、新しい生成は止めています。順番はそのまま保たれます。"],
  PoolStopped: ["Drawing is paused by an administrator; your place in the queue is kept.", "管理者により生成が止められています。順番はそのまま保たれます。"],
  BackendDown: ["The drawing service does not answer; your place in the queue is kept.", "画像生成サービスが応答していません。順番はそのまま保たれます。"],
  BackoffPending: ["A short pause before the next attempt.", "少し間をおいてから、もう一度試します。"],
  NotEvaluated: ["The request is being put in the queue.", "順番待ちに加えています。"],
  PodPending: ["The generator is starting.", "生成の準備をしています。"],
};

/** At its end: why, and what to do; English, then Japanese. */
const END = {
  GenerationFailed: [
    ["The generator reported an error that trying again would not cure.", "Change the instruction or the settings and try again. If it keeps happening, tell an administrator the request id."],
    ["もう一度試しても直らないエラーが報告されました。", "指示や設定を変えて、もう一度お試しください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  AttemptsExhausted: [
    ["Every attempt ended with an error.", "Wait a few minutes and press Try again. If it keeps happening, tell an administrator the request id."],
    ["どの回もエラーで終わりました。", "数分待ってから「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  Cancelled: [
    ["Someone who may do so cancelled it.", "Press Try again to draw it after all."],
    ["取り消しの操作がありました。", "やはり生成したい場合は「もう一度」を押してください。"],
  ],
  QueueTimeout: [
    ["No GPU became free within its waiting time.", "Press Try again when fewer requests are waiting."],
    ["待てる時間のうちに GPU が空きませんでした。", "混雑が落ち着いたら「もう一度」を押してください。"],
  ],
  RunTimeout: [
    ["The time allowed for one run was over before the pictures were done.", "Ask for fewer or smaller pictures, or press Try again."],
    ["画像ができあがる前に、1 回の制限時間が過ぎました。", "枚数かサイズを小さくするか、「もう一度」を押してください。"],
  ],
  Rejected: [
    ["Something in it cannot be done here.", "Change what it names and ask again."],
    ["この環境ではできない内容が含まれています。", "内容を変えて、もう一度ご依頼ください。"],
  ],
  PoolNotFound: [
    ["The group of GPUs it asks for does not exist.", "Ask an administrator which pool to use."],
    ["指定された GPU のグループ（プール）がありません。", "どのプールを使えばよいか、管理者にお尋ねください。"],
  ],
  SourceNotFound: [
    ["There is no earlier picture here that it could start from.", "Start from another picture, or ask for a new one."],
    ["もとにする画像が見つかりません。", "別の画像から始めるか、新しくご依頼ください。"],
  ],
  ModelNotFound: [
    ["The model it asks for is not installed.", "Choose one from the list under Options, or leave the model out."],
    ["指定されたモデルがインストールされていません。", "オプションの一覧から選ぶか、モデルの指定を省いてください。"],
  ],
  LoraNotFound: [
    ["A LoRA it asks for is not installed.", "Choose one from the list under Options, or leave the LoRA out."],
    ["指定された LoRA がインストールされていません。", "オプションの一覧から選ぶか、LoRA の指定を省いてください。"],
  ],
  SamplerNotFound: [
    ["The sampler it asks for is not installed.", "Choose one from the list under Options, or leave the sampler out."],
    ["指定されたサンプラーがインストールされていません。", "オプションの一覧から選ぶか、サンプラーの指定を省いてください。"],
  ],
  SchedulerNotFound: [
    ["The scheduler it asks for is not installed.", "Choose one from the list under Options, or leave the scheduler out."],
    ["指定されたスケジューラーがインストールされていません。", "オプションの一覧から選ぶか、スケジューラーの指定を省いてください。"],
  ],
  ActionNotSupported: [
    ["This version of Easel cannot do that yet.", "Describe the picture you want as a new request."],
    ["このバージョンの Easel では対応していない操作です。", "生成したい画像を、新しくご依頼ください。"],
  ],
  PolicyDenied: [
    ["The rules of this installation do not allow it.", "Ask an administrator what is allowed."],
    ["この Easel の決まりで認められていません。", "何が認められているか、管理者にお尋ねください。"],
  ],
  UserLimitExceeded: [
    ["You already have as many requests waiting as one person may have.", "Wait until one of them is done, or cancel one, and press Try again."],
    ["おひとりが同時に待てる件数の上限に達しています。", "ほかの依頼が終わるのを待つか、どれかを取り消してから「もう一度」を押してください。"],
  ],
  Unschedulable: [
    ["No machine with a free GPU fits it.", "Press Try again later; if it stays so, tell an administrator the request id."],
    ["空いている GPU のうち、条件に合うものがありません。", "しばらくしてから「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  ImagePullFailed: [
    ["Its program could not be loaded onto the machine.", "Tell an administrator the request id, then press Try again once it is repaired."],
    ["必要なプログラムを GPU のマシンに読み込めませんでした。", "依頼 ID を管理者にお伝えください。直ったら「もう一度」を押してください。"],
  ],
  FenceRejected: [
    ["A newer attempt at the same request had taken over.", "Press Try again if no picture follows."],
    ["同じ依頼の新しい回が引き継ぎました。", "画像が届かない場合は「もう一度」を押してください。"],
  ],
  Exited: [
    ["It ended without saying why.", "Press Try again. If it keeps happening, tell an administrator the request id."],
    ["理由を残さずに終了しました。", "「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  NodeLost: [
    ["The machine does not answer.", "Press Try again; another machine will be used if there is one."],
    ["マシンが応答していません。", "「もう一度」を押してください。使える別のマシンがあれば、そちらで生成します。"],
  ],
  StoreFailed: [
    ["Easel's store did not take them.", "Press Try again. If it keeps happening, tell an administrator the request id."],
    ["Easel の保存先が画像を受け取れませんでした。", "「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  NoResult: [
    ["No pictures reached Easel's store.", "Press Try again. If it keeps happening, tell an administrator the request id."],
    ["画像が Easel の保存先に届きませんでした。", "「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  PodEvicted: [
    ["The cluster needed the machine for something else.", "Press Try again."],
    ["マシンがほかの用途に必要になりました。", "「もう一度」を押してください。"],
  ],
  OutOfMemory: [
    ["The generator ran out of memory.", "Ask for fewer or smaller pictures, then press Try again."],
    ["メモリが足りなくなりました。", "枚数かサイズを小さくしてから、もう一度お試しください。"],
  ],
  BackendUnavailable: [
    ["It is down or being restarted.", "Press Try again in a few minutes."],
    ["止まっているか、再起動しています。", "数分後に「もう一度」を押してください。"],
  ],
  Preempted: [
    ["More urgent work needed the GPU.", "Press Try again."],
    ["より急ぎの作業に GPU が必要になりました。", "「もう一度」を押してください。"],
  ],
  LanguageModelUnavailable: [
    ["The language model does not answer.", "Press Try again in a few minutes. If it keeps happening, tell an administrator the request id."],
    ["言語モデルが応答していません。", "数分後に「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  LanguageModelAnswerInvalid: [
    ["The language model gave answers that could not be used.", "Put the instruction differently, or press Try again."],
    ["言語モデルの答えを、プロンプトとして使えませんでした。", "指示の言い方を変えるか、「もう一度」を押してください。"],
  ],
  RendererUnavailable: [
    ["The drawing service does not answer.", "Press Try again in a few minutes. If it keeps happening, tell an administrator the request id."],
    ["画像生成サービスが応答していません。", "数分後に「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  RendererError: [
    ["The drawing service reported an error.", "Press Try again. If it keeps happening, tell an administrator the request id."],
    ["画像生成サービスがエラーを返しました。", "「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  RendererOutOfMemory: [
    ["The GPU ran out of memory.", "Ask for fewer or smaller pictures, then try again."],
    ["GPU のメモリが足りなくなりました。", "枚数かサイズを小さくしてから、もう一度お試しください。"],
  ],
  RenderMismatch: [
    ["The drawing service used other settings than were asked for.", "Tell an administrator the request id; trying again may work if the service was just being changed."],
    ["画像生成サービスが、指定と違う設定で生成しました。", "依頼 ID を管理者にお伝えください。設定の変更中だった場合は、「もう一度」で生成できることがあります。"],
  ],
  RenderTimeout: [
    ["The drawing service took longer than is allowed.", "Ask for fewer or smaller pictures, or press Try again."],
    ["画像生成サービスの処理が制限時間を超えました。", "枚数かサイズを小さくするか、「もう一度」を押してください。"],
  ],
  InternalError: [
    ["It is a fault of the program, not of your request.", "Press Try again. If it keeps happening, tell an administrator the request id."],
    ["プログラムの不具合で、ご依頼の内容のせいではありません。", "「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  ApiUnavailable: [
    ["A part of Easel could not be reached.", "Press Try again in a few minutes."],
    ["Easel 本体に接続できませんでした。", "数分後に「もう一度」を押してください。"],
  ],
  LanguageModelNotFound: [
    ["The language model that is configured is not installed.", "Tell an administrator the request id, then press Try again once it is installed."],
    ["設定されている言語モデルがインストールされていません。", "依頼 ID を管理者にお伝えください。インストールされたら「もう一度」を押してください。"],
  ],
  LanguageModelOutOfMemory: [
    ["The language model ran out of memory.", "Press Try again in a few minutes. If it keeps happening, tell an administrator the request id."],
    ["言語モデルのメモリが足りなくなりました。", "数分後に「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  LanguageModelTimeout: [
    ["The language model took longer than is allowed.", "Press Try again, or put the instruction more briefly."],
    ["言語モデルの処理が制限時間を超えました。", "「もう一度」を押すか、指示を短くしてお試しください。"],
  ],
  MemoryNotFreed: [
    ["The language model did not give its GPU memory back.", "Press Try again in a few minutes. If it keeps happening, tell an administrator the request id."],
    ["言語モデルが GPU のメモリを空けませんでした。", "数分後に「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  RendererAccessDenied: [
    ["The drawing service refuses Easel's access.", "Tell an administrator the request id, then press Try again once it is repaired."],
    ["画像生成サービスが Easel の接続を拒否しました。", "依頼 ID を管理者にお伝えください。直ったら「もう一度」を押してください。"],
  ],
  RendererBusy: [
    ["The drawing service is busy with work that is not Easel's.", "Press Try again in a few minutes."],
    ["画像生成サービスが Easel 以外の作業で使われています。", "数分後に「もう一度」を押してください。"],
  ],
  RendererNumericError: [
    ["The model calculated values that make no picture.", "Use another model or another seed, then try again."],
    ["モデルの計算が途中で破綻し、画像になりませんでした。", "モデルかシードを変えて、もう一度お試しください。"],
  ],
  ResearchUnavailable: [
    ["The search service does not answer.", "Press Try again later, or go on without looking things up."],
    ["検索サービスが応答していません。", "しばらくしてから「もう一度」を押すか、調べずにお試しください。"],
  ],
  InvalidRequest: [
    ["One of its values is not valid.", "Change the value and ask again."],
    ["正しくない値が含まれています。", "値を変えて、もう一度ご依頼ください。"],
  ],
  DatabaseUnavailable: [
    ["Easel's database does not answer.", "Press Try again in a few minutes. If it keeps happening, tell an administrator the request id."],
    ["Easel のデータベースが応答していません。", "数分後に「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  ImageStoreUnavailable: [
    ["Easel's image store does not answer.", "Press Try again in a few minutes. If it keeps happening, tell an administrator the request id."],
    ["画像の保存先が応答していません。", "数分後に「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
  ClusterUnavailable: [
    ["The cluster that Easel runs on does not answer.", "Press Try again in a few minutes. If it keeps happening, tell an administrator the request id."],
    ["Easel が動いているクラスターが応答していません。", "数分後に「もう一度」を押してください。続く場合は、依頼 ID を管理者にお伝えください。"],
  ],
};

const AT = language === "ja" ? 1 : 0;

/** Why a request ended without pictures, and what to do; null for a word that is not known. */
export function reasonText(reason) {
  const words = END[reason]?.[AT];
  return words ? { why: words[0], what: words[1] } : null;
}

/** What holds while it moves. */
export function stateText(reason) {
  return NOW[reason]?.[AT] ?? null;
}
