package dev.vitrine.invariants;
import static org.assertj.core.api.Assertions.assertThat;
import java.util.List;
import net.jqwik.api.*;
import net.jqwik.api.lifecycle.AddLifecycleHook;
@AddLifecycleHook(Tries.class)
class FirstTest {
  @Provide Arbitrary<List<Step>> work(){return Step.work(8);}
  @Provide Arbitrary<Secret> secret(){return Secret.any();}
  @Provide Arbitrary<Secret[]> twins(){return Secret.twins();}
  @Provide Arbitrary<Hand> hand(){return Hand.any();}
  @Property void noLeak(@ForAll("work") List<Step> before, @ForAll("secret") Secret secret, @ForAll("hand") Hand hand, @ForAll("work") List<Step> after){
    Person p=new Person(7);
    before.forEach(s->s.play(p));
    p.type(secret.lead());
    hand.type(p, secret.value()); p.type(" ");
    after.forEach(s->s.play(p));
    World.assertNoSecret(World.run(p));
  }
  @Property void nonInterference(@ForAll("work") List<Step> before, @ForAll("twins") Secret[] twins, @ForAll("hand") Hand one, @ForAll("hand") Hand other, @ForAll("work") List<Step> after){
    String[] seen=new String[2];
    long slot = Math.max(one.duration(twins[0].value()), other.duration(twins[1].value())) + 300;
    for(int i=0;i<2;i++){
      Person p=new Person(7);
      before.forEach(s->s.play(p));
      p.key("Enter",1).pause(300).word("pay").type(twins[i].lead());
      long start=p.now();
      (i==0?one:other).type(p, twins[i].value());
      p.until(start+ slot).type(" ").word("thanks");
      after.forEach(s->s.play(p));
      seen[i]=World.run(p).seen();
    }
    assertThat(seen[1]).isEqualTo(seen[0]);
  }
}
