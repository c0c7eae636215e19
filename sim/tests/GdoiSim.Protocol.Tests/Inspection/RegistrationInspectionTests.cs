using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Tests.Ikev1;
using GdoiSim.Protocol.Tests.Lkh;
using GdoiSim.Protocol.Tests.Messages;
using Xunit;

namespace GdoiSim.Protocol.Tests.Inspection;

/// <summary>Registrations, opened with the keys of phase 1.</summary>
public class RegistrationInspectionTests
{
    private static readonly SystemCryptographyProvider Provider = new();

    private static readonly (byte[][] Messages, Phase1Sa Sa) Played =
        Registration.Play(AuthenticationMethod.EcdsaP256, PrfAlgorithm.HmacSha256);

    [Theory]
    [InlineData(AuthenticationMethod.EcdsaP256, PrfAlgorithm.HmacSha256)]
    [InlineData(AuthenticationMethod.RsaSignature, PrfAlgorithm.HmacSha512)]
    [InlineData(AuthenticationMethod.PresharedKey, PrfAlgorithm.HmacSha256)]
    public void All_of_it_opens_and_every_HASH_is_checked(AuthenticationMethod authentication, PrfAlgorithm prf)
    {
        (byte[][] messages, Phase1Sa sa) = Registration.Play(authentication, prf);
        MessageInspection[] read = [.. InspectAll(messages, Registration.KeysOf(sa))];
        Assert.All(read, inspection => Assert.True(inspection.IsValid));
        Assert.Equal(6, Passed(read).Count(subject => subject == "decryption"));
        Assert.Equal(
            ["HASH(1)", "HASH(2)", "HASH(3)", "HASH(4)", "KD against SA"],
            Passed(read).Where(subject => subject != "decryption"));
        Assert.Equal(["HDR", "ID", authentication == AuthenticationMethod.PresharedKey ? "HASH" : "SIG"],
            Names(read[4]).Take(3));
        Assert.Equal(["HDR", "HASH", "NONCE", "SA"], Names(read[7]).Take(4));
        Assert.Equal(["HDR", "HASH", "SEQ", "KD"], Names(read[9]).Take(4));

        BroughtRekeySa brought = read[9].Brought!;
        Assert.Equal(LkhSamples.Spi, Octets(brought.Spi));
        Assert.Equal(PushSamples.NewAlgorithmKey, brought.Kek.AlgorithmKey.ToArray());
        Assert.All(read[..9], inspection => Assert.Null(inspection.Brought));
    }

    [Fact]
    public void The_main_mode_of_the_vectors_opens_with_their_key()
    {
        MessageInspection[] read = [.. InspectAll(Registration.Vector, Registration.VectorKeys)];
        Assert.All(read, inspection => Assert.True(inspection.IsValid));
        Assert.Equal(["decryption", "decryption"], Passed(read));
        Assert.All(read[4..], inspection => Assert.Equal(["HDR", "ID", "HASH"], Names(inspection).Take(3)));
    }

    [Fact]
    public void Repeats_and_messages_that_come_late_open_too()
    {
        int[] order = [0, 0, 1, 2, 1, 3, 2, 3, 4, 4, 5, 4, 6, 6, 7, 6, 7, 8, 9, 8, 9, 7];
        MessageInspection[] read =
            [.. InspectAll([.. order.Select(index => Played.Messages[index])], Registration.KeysOf(Played.Sa))];
        Assert.All(read, inspection => Assert.True(inspection.IsValid));
        Assert.Equal(order.Count(index => index >= 4), Passed(read).Count(subject => subject == "decryption"));
        Assert.Equal(order.Count(index => index >= 6), Passed(read).Count(subject => subject.StartsWith("HASH(")));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void A_changed_octet_on_the_wire_is_found_in_that_message_alone(int index)
    {
        int found = 0;
        for (int place = 28; place < Played.Messages[index].Length; place += 3)
        {
            byte[][] messages = [.. Played.Messages];
            messages[index] = [.. messages[index]];
            messages[index][place] ^= 0x10;
            MessageInspection[] read = [.. InspectAll(messages, Registration.KeysOf(Played.Sa))];
            Inspections.CheckConsistency(read[index], messages[index]);
            // What no HASH of phase 2 covers: the signature of main mode, and what follows it.
            bool isCovered = index >= 6;
            Assert.True(!isCovered || !read[index].IsValid, $"octet {place} of message {index + 1}");
            found += read[index].IsValid ? 0 : 1;

            // What comes after it needs at most the damaged block as IV.
            Assert.All(
                read.Where((inspection, i) => i != index && i != index + 1 && inspection.Kind == "GROUPKEY-PULL"),
                inspection => Assert.True(inspection.IsValid || place >= messages[index].Length - 16));
        }

        Assert.True(found >= 5);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void A_changed_octet_inside_the_encryption_is_judged_alike_by_decoder_and_walk(int index)
    {
        byte[] message = Played.Messages[index];
        byte[] iv = index == 6
            ? Played.Sa.InitialIv(Provider, Pull.PullSamples.MessageId)
            : Played.Messages[index - 1][^16..];
        var key = new Kek([.. iv, .. Played.Sa.EncryptionKey]);
        var plain = new byte[message.Length - 28];
        Provider.Decrypt(key, message.AsSpan(28), plain);
        for (int place = 0; place < plain.Length; place++)
        {
            foreach (byte difference in new byte[] { 0x01, 0x82 })
            {
                byte[] changed = [.. message];
                plain[place] ^= difference;
                Provider.Encrypt(key, plain, changed.AsSpan(28));
                plain[place] ^= difference;
                var memory = new InspectionMemory();
                foreach (byte[] before in Played.Messages[..index])
                {
                    MessageInspector.Inspect(before, Registration.With(Registration.KeysOf(Played.Sa)), memory);
                }

                MessageInspection read = MessageInspector.Inspect(
                    changed, Registration.With(Registration.KeysOf(Played.Sa)), memory);
                Inspections.CheckConsistency(read, changed);
                Assert.False(read.IsValid);
            }
        }
    }

    [Fact]
    public void A_message_by_itself_says_what_it_cannot_check()
    {
        NamedPhase1 keys = Registration.KeysOf(Played.Sa);
        byte[] proof = Played.Messages[8];
        Assert.Equal("its IV is not known", Told(proof, keys, CheckOutcome.NotChecked, "decryption"));
        NamedPhase1 withIv = keys with { Iv = Played.Messages[7].AsMemory()[^16..] };
        Assert.Equal("it covers Ni of message 1", Told(proof, withIv, CheckOutcome.NotChecked, "HASH(3)"));
        NamedPhase1 alone = withIv with { SkeyidA = default };
        Assert.Equal("no SKEYID_a was given", Told(proof, alone, CheckOutcome.NotChecked, "HASH(3)"));
        NamedPhase1 withBlock = keys with { LastBlock = Played.Sa.LastBlock.ToArray() };
        Assert.Equal("SKEYID_a of the SA", Told(Played.Messages[6], withBlock, CheckOutcome.Passed, "HASH(1)"));

        // Nothing says that it is not the first: the IV of the first is tried.
        MessageInspection refused = MessageInspector.Inspect(proof, Registration.With(withBlock));
        Assert.Equal(DiscardReason.Undecryptable, refused.Verdict);
        Assert.Contains("the last block of the message before it", refused.Problems[0].Allowed);
    }

    [Fact]
    public void Another_key_opens_nothing()
    {
        NamedPhase1 other = Registration.KeysOf(Played.Sa) with { EncryptionKey = new byte[16] };
        MessageInspection[] read = [.. InspectAll(Played.Messages, other)];
        Assert.All(read[..4], inspection => Assert.True(inspection.IsValid));
        Assert.All(read[4..], inspection => Assert.Equal(DiscardReason.Undecryptable, inspection.Verdict));
        Assert.All(read[4..], inspection => Assert.Equal("octets 28 to 31", inspection.Problems[0].Place));
        NamedPhase1 elsewhere = other with { Cookies = new Cookies(1, 2) };
        Assert.All(
            InspectAll(Played.Messages, elsewhere), inspection => Assert.True(inspection.IsValid));
    }

    /// <summary>The side that a message goes to is the second opinion on its form.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void What_a_side_takes_is_valid_and_what_is_not_valid_no_side_takes(int index)
    {
        (int taken, int refused) = (0, 0);
        int length = PlayUpTo(index, out _).Length;
        for (int place = 0; place < length; place++)
        {
            byte[] changed = PlayUpTo(index, out MainMode receiver);
            changed[place] ^= 0x20;
            MessageInspection read = MessageInspector.Inspect(changed, InspectionKeys.None);
            DiscardReason reason = receiver.Receive(changed);
            if (reason == DiscardReason.None)
            {
                taken++;
                Assert.True(read.IsValid, $"octet {place}: {read.Verdict}");
            }
            else if (!read.IsValid && read.Kind == "phase 1, main mode")
            {
                refused++;
                // The first octets of the payloads: the side expects other ones than those that the message names.
                Assert.True(read.Verdict == reason || place == 16, $"octet {place}: {read.Verdict}, {reason}");
            }
        }

        // Nonces and public values may be any; nothing of message 5 and 6 may change.
        Assert.Equal(index < 4, taken > 0);
        Assert.True(refused > 8);
    }

    private static byte[] PlayUpTo(int index, out MainMode receiver)
    {
        MainModeInitiator initiator = Phase1Samples.Initiator();
        MainModeResponder responder = Phase1Samples.Responder();
        byte[] message = initiator.NextMessage.ToArray();
        for (int i = 0; i < index; i++)
        {
            MainMode side = i % 2 == 0 ? responder : initiator;
            Assert.Equal(DiscardReason.None, side.Receive(message));
            message = side.NextMessage.ToArray();
        }

        receiver = index % 2 == 0 ? responder : initiator;
        return message;
    }

    private static IEnumerable<MessageInspection> InspectAll(byte[][] messages, NamedPhase1 phase1)
    {
        var memory = new InspectionMemory();
        InspectionKeys keys = Registration.With(phase1);
        return [.. messages.Select(message => MessageInspector.Inspect(message, keys, memory))];
    }

    private static IEnumerable<string> Passed(IEnumerable<MessageInspection> read) =>
        read.SelectMany(inspection => inspection.Checks)
            .Where(check => check.Outcome == CheckOutcome.Passed)
            .Select(check => check.Subject);

    private static IEnumerable<string> Names(MessageInspection inspection) =>
        inspection.Message.Children.Select(field => field.Name);

    private static string Told(byte[] message, NamedPhase1 phase1, CheckOutcome outcome, string subject)
    {
        MessageInspection read = MessageInspector.Inspect(message, Registration.With(phase1));
        Assert.True(read.IsValid);
        InspectionCheck check = read.Checks.Single(check => check.Subject == subject);
        Assert.Equal(outcome, check.Outcome);
        string detail = check.Detail.Replace("the SA: ", "", StringComparison.Ordinal).Split([',', ':'])[0];
        return detail.Replace(", which", "", StringComparison.Ordinal);
    }

    private static byte[] Octets(Cookies cookies)
    {
        var octets = new byte[Cookies.Length];
        cookies.WriteTo(octets);
        return octets;
    }
}
