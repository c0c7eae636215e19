using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using GdoiSim.Protocol.Crypto;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lanes;

public sealed class HmacStateTests
{
    /// <summary>
    /// RFC 4868, 2.7.1 (RFC 4231): key, data, HMAC-SHA-256, HMAC-SHA-512. The last two keys exceed a block.
    /// </summary>
    public static TheoryData<string, string, string, string> Rfc4868Vectors { get; } = new()
    {
        {
            Repeat("0b", 20), Text("Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
            + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
        },
        {
            Text("Jefe"), Text("what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        },
        {
            Repeat("aa", 20), Repeat("dd", 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
            + "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"
        },
        {
            "0102030405060708090a0b0c0d0e0f10111213141516171819", Repeat("cd", 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
            + "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"
        },
        {
            Repeat("aa", 131), Text("Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
            + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
        },
        {
            Repeat("aa", 131),
            Text("This is a test using a larger than block-size key and a larger than block-size data. "
                + "The key needs to be hashed before being used by the HMAC algorithm."),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
            + "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"
        },
    };

    [Theory]
    [MemberData(nameof(Rfc4868Vectors))]
    public void A_state_carried_through_the_data_gives_the_mac_of_the_rfc(
        string key, string data, string mac256, string mac512)
    {
        uint[] state256 = Words<HmacState256, uint>(HmacState256.FromKey(Convert.FromHexString(key)));
        byte[] inner = TextbookSha2.FinishSha256(state256[..8], Convert.FromHexString(data));
        Assert.Equal(mac256, Convert.ToHexStringLower(TextbookSha2.FinishSha256(state256[8..], inner)));

        ulong[] state512 = Words<HmacState512, ulong>(HmacState512.FromKey(Convert.FromHexString(key)));
        inner = TextbookSha2.FinishSha512(state512[..8], Convert.FromHexString(data));
        Assert.Equal(mac512, Convert.ToHexStringLower(TextbookSha2.FinishSha512(state512[8..], inner)));
    }

    [Fact]
    public void Keys_around_a_block_s_length_give_the_library_s_mac()
    {
        Random random = new(7);
        for (int length = 0; length <= 260; length++)
        {
            byte[] key = new byte[length];
            byte[] message = new byte[random.Next(0, 100)];
            random.NextBytes(key);
            random.NextBytes(message);
            uint[] state256 = Words<HmacState256, uint>(HmacState256.FromKey(key));
            byte[] mac = TextbookSha2.FinishSha256(state256[8..], TextbookSha2.FinishSha256(state256[..8], message));
            Assert.Equal(HMACSHA256.HashData(key, message), mac);
            ulong[] state512 = Words<HmacState512, ulong>(HmacState512.FromKey(key));
            mac = TextbookSha2.FinishSha512(state512[8..], TextbookSha2.FinishSha512(state512[..8], message));
            Assert.Equal(HMACSHA512.HashData(key, message), mac);
        }
    }

    [Fact]
    public void A_state_takes_two_chaining_values_and_no_more()
    {
        Assert.Equal(64, Unsafe.SizeOf<HmacState256>());
        Assert.Equal(128, Unsafe.SizeOf<HmacState512>());
    }

    private static TWord[] Words<TState, TWord>(TState state)
        where TState : struct
        where TWord : unmanaged
    {
        TWord[] words = new TWord[16];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = Unsafe.Add(ref Unsafe.As<TState, TWord>(ref state), i);
        }

        return words;
    }

    private static string Repeat(string hex, int count) => string.Concat(Enumerable.Repeat(hex, count));

    private static string Text(string text) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text));
}
