using System.Text.Json;
using CsCheck;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Tests.Messages;
using GdoiSim.Protocol.Tests.Pull;
using GdoiSim.Protocol.Tests.Vectors;
using Xunit;

namespace GdoiSim.Protocol.Tests.Inspection;

/// <summary>
/// The inspector walks the octets on its own: it finds a problem exactly where the decoder refuses, for the same
/// reason, over vectors, forged messages, truncations and changes of single octets.
/// </summary>
public class SecondOpinionTests
{
    private static readonly SystemCryptographyProvider Provider = new();

    public static TheoryData<string> Names() => [.. ValidMessages.All.Select(row => row.Name)];

    /// <summary>Not the encrypted ones: what changes inside them is what changes in the decrypted ones.</summary>
    public static TheoryData<string> NamesOfDecrypted() =>
        [.. ValidMessages.All.Where(row => (row.Message[19] & 1) == 0).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_valid_message_has_no_problem(string name)
    {
        (byte[] message, Kek? kek) = ValidMessages.Get(name);
        MessageInspection inspection = Inspections.Check(message, kek);
        Assert.True(inspection.IsValid);
        bool isRegistration = name.StartsWith("PULL", StringComparison.Ordinal)
            || name.StartsWith("Main", StringComparison.Ordinal);
        Assert.Equal(!isRegistration, inspection.Sequence is not null);
        if (kek is not null)
        {
            Assert.Equal(CheckOutcome.Passed, inspection.Checks.Single(check => check.Subject == "decryption").Outcome);
        }
    }

    [Fact]
    public void Every_vector_of_malformed_messages_is_judged_alike()
    {
        Dictionary<string, JsonElement> rows = VectorFile.Read("malformed.json", "malformed");
        Assert.Equal(29, rows.Count);
        foreach (JsonElement row in rows.Values)
        {
            Inspections.Check(row.Octets("message"), kek: null);
        }
    }

    [Fact]
    public void Every_forged_message_is_judged_alike()
    {
        var kek = new Kek([.. PushRefusals.Iv, .. PushRefusals.Key]);
        foreach ((string name, (DiscardReason reason, byte[] message)) in AckRefusals.All)
        {
            JudgeForged(name, reason, message, kek: null);
        }

        foreach ((string name, (DiscardReason reason, byte[] message)) in PushRefusals.Plain)
        {
            JudgeForged(name, reason, message, kek: null);
            if (!PushRefusals.PlainOnly.Contains(name))
            {
                JudgeForged(name, reason, Forge.EncryptedPush(message[28..], PushRefusals.Iv, PushRefusals.Key), kek);
            }
        }

        foreach ((string name, (DiscardReason reason, byte[] message)) in PullRefusals.Plain)
        {
            JudgeForged(name, reason, message, kek: null);
        }

        foreach ((string name, (DiscardReason reason, byte[] message)) in PushRefusals.Encrypted)
        {
            JudgeForged(name, reason, message, kek);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_truncation_is_judged_alike(string name)
    {
        (byte[] message, Kek? kek) = ValidMessages.Get(name);
        for (int length = 0; length < message.Length; length++)
        {
            byte[] cut = message[..length];
            Assert.False(Inspections.Check(cut, kek).IsValid);
            if (length < 28)
            {
                continue;
            }

            // The same with a header that says so: the cut shows in the payloads.
            (cut[26], cut[27]) = ((byte)(length >> 8), (byte)length);
            Inspections.Check(cut, kek);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changes_of_single_octets_are_judged_alike(string name)
    {
        (byte[] message, Kek? kek) = ValidMessages.Get(name);
        ChangeOctets(message, kek, [0x01, 0x82]);
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(NamesOfDecrypted))]
    public void Every_change_of_a_single_octet_is_judged_alike(string name)
    {
        (byte[] message, Kek? kek) = ValidMessages.Get(name);
        ChangeOctets(message, kek, [.. Enumerable.Range(1, 255).Select(value => (byte)value)]);
    }

    [Fact]
    public void Octets_of_any_kind_are_judged_alike() => Gen.Select(
        Gen.Int[0, ValidMessages.All.Count - 1],
        Gen.Select(Gen.Int[0, 2_000], Gen.Byte, (place, value) => (place, value)).Array[1, 6],
        Gen.Int[0, 2_000]).Sample((index, changes, cut) =>
        {
            (_, byte[] valid, Kek? kek) = ValidMessages.All[index];
            byte[] message = [.. valid];
            foreach ((int place, byte value) in changes)
            {
                message[place % message.Length] = value;
            }

            Inspections.Check(message[..Math.Min(message.Length, cut)], kek);
        });

    private static void JudgeForged(string name, DiscardReason reason, byte[] message, Kek? kek)
    {
        MessageInspection inspection = Inspections.Check(message, kek);
        // The inspector takes exchange and E flag as they stand, where the decoder is asked for one kind.
        bool isAlike = reason is DiscardReason.ExchangeType or DiscardReason.Flags || reason == inspection.Verdict;
        Assert.True(isAlike, $"{inspection.Verdict} for {name}");
    }

    private static void ChangeOctets(byte[] message, Kek? kek, byte[] differences)
    {
        byte[] changed = [.. message];
        for (int i = 0; i < message.Length; i++)
        {
            foreach (byte difference in differences)
            {
                changed[i] = (byte)(message[i] ^ difference);
                Inspections.Check(changed, kek);
                if (kek is not null && i >= 28)
                {
                    // And in what is inside the encryption.
                    Inspections.Check(ChangedInside(message, kek, i, difference), kek);
                }
            }

            changed[i] = message[i];
        }
    }

    private static byte[] ChangedInside(byte[] message, Kek kek, int place, byte difference)
    {
        var plain = new byte[message.Length - 28];
        byte[] changed = [.. message];
        Provider.Decrypt(kek, message.AsSpan(28), plain);
        plain[place - 28] ^= difference;
        Provider.Encrypt(kek, plain, changed.AsSpan(28));
        return changed;
    }
}
