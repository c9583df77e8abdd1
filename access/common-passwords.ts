/**
 * What passwords are made of where people are asked for many and think of none: by keyboard, by habit, by what lies
 * around them. Long passwords that are common are these words, repeated or dressed with digits.
 * Sources: the most frequent entries of published lists of leaked passwords, and their Uzbek and Russian likes.
 */
const KEYBOARD =
  'qwertyuiop asdfghjkl zxcvbnm qwerty asdfgh zxcvbn qwert asdf zxcv qazwsxedcrfv qazwsx wsxedc 1q2w3e4r5t6y 1q2w3e4r 1q2w3e zaq1 xsw2 йцукенгшщзхъ фывапролджэ ячсмитьбю йцукен фывапр ячсмит фыва qwertz azerty abcdefghijklmnopqrstuvwxyz abcdef abcd abc'
const HABIT =
  'password passwort passw pass parol parolim paroll пароль пароли letmein welcome admin administrator root user login guest test testing changeme secret default master superman batman dragon monkey shadow sunshine princess football baseball soccer hockey iloveyou loveyou love forever trustno starwars pokemon computer internet google facebook instagram telegram whatsapp samsung iphone apple windows microsoft qwe zaq hello freedom whatever killer summer winter spring autumn january february march april may june july august september october november december monday friday flower angel lovely michael jordan charlie thomas daniel andrew jessica ashley nicole'
const HERE =
  'bitim uzbekistan uzbekiston ozbekiston oʻzbekiston toshkent tashkent samarqand samarkand buxoro bukhara navoiy navoi andijon fargona namangan qarshi xorazm urganch nukus jizzax guliston termiz universitet university institut institute kollej college texnikum talaba student dekan dekanat rektor rektorat rector amaliyot praktika practice kafedra hamkor shartnoma korxona bolajon bolam onajon otajon sevgi sevaman salom assalom alhamdulillah bismillah allah alloh yulduz quyosh bahor navruz navroz университет институт студент ректор деканат практика узбекистан ташкент самарканд привет любовь солнышко любимая люблю россия москва админ'

export const COMMON_WORDS: readonly string[] = `${KEYBOARD} ${HABIT} ${HERE}`
  .split(' ')
  // The longest first: what is part of another word is not taken out of its middle.
  .sort((a, b) => b.length - a.length)
