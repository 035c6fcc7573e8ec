package dev.vitrine.bench;

import java.util.List;
import java.util.Map;

/** Frequent words of some languages, of which texts are made that are like prose to a search. */
final class Words {
  /** By ISO 639 code; Japanese in phrases, as it has no blanks between words. */
  static final Map<String, List<String>> FREQUENT =
      Map.of(
          "en",
          split(
              "the of and to in that it is was for on are with as be at one have this from or had by"
                  + " not but some what there we can out other were all your when up use word how said"
                  + " an each she which do their time if will way about many then them would write like"
                  + " so these her long make thing see him two has look more day could go come did"
                  + " number sound no most people over know water than call first who may down side"
                  + " been now find any new work part take get place made live where after back little"
                  + " only round man year came show every good give under name very through just form"
                  + " sentence great think say help low line before turn cause same mean differ move"
                  + " right boy old too does tell set three want air well also play small end put"
                  + " meeting report customer account office message document question answer company"),
          "de",
          split(
              "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch"
                  + " es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem"
                  + " über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde"
                  + " sei gegen vom können schon wenn habe seine Mark ihre dann unter wir soll ich"
                  + " eines Jahr zwei Jahren diese dieser wieder keine Uhr seiner worden will zwischen"
                  + " immer Millionen was sagte gibt alle seit muss wurden beim doch jetzt waren drei"
                  + " Zeit Unternehmen Straße Größe natürlich Vorschlag Rechnung Auftrag Übersicht"),
          "fr",
          split(
              "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se Le"
                  + " ce il sont La avec ou son Il aux d'un En cette d'une ont ses mais comme on tout"
                  + " nous sa Mais fait été aussi leur bien peut ces y deux A ans l encore n'est marché"
                  + " d Pour donc cours qu'il moins sans C'est Et si entre Un Ce faire elle c'est peu"
                  + " vous Une prix On dont lui également Dans effet pays cas De millions Belgique BEF"
                  + " mois leurs taux années temps groupe ainsi toujours société depuis tous soit faut"),
          "es",
          split(
              "de la que el en y a los se del las un por con no una su para es al lo como más o pero"
                  + " sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue"
                  + " había era muy años hasta desde está mi porque qué sólo han yo hay vez puede todos"
                  + " así nos ni parte tiene él uno donde bien tiempo mismo ese ahora cada e vida otro"
                  + " después te otros aunque esa eso hace otra gobierno tan durante siempre día tanto"),
          "ru",
          split(
              "и в не на я быть он с что а по это она этот к но они мы весь который из у то за свой"
                  + " что весь год от так о для ты же все тот мочь вы человек такой его сказать только"
                  + " или ещё бы себя один как уже до время если сам когда другой вот говорить наш мой"
                  + " знать стать при чтобы дело жизнь кто первый очень два день её новый рука даже во"
                  + " со раз где там под можно ну какой после их работа без самый потом надо хотеть"),
          "ja",
          split(
              "これは その 私たちの ことが できる。 今日は 天気が いいですね。 会議の 資料を 確認して ください。"
                  + " 昨日 送った メールに ついて、 東京 大阪 株式会社 お客様 には ありがとう ございます。 として"
                  + " について という ところが、 しました。 コンピュータの プログラムを 変更する 必要が ある。 質問"
                  + " 回答は 次の とおり です。 ファイルを 開いて 新しい 行を 追加し、 保存する。 日本語 英語"));

  private Words() {}

  private static List<String> split(String words) {
    return List.of(words.split(" "));
  }
}
