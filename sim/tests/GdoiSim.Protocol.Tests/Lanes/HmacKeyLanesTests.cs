using System.Security.Cryptography;
using GdoiSim.Protocol.Crypto;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lanes;

/// <summary>States of many keys, against an HMAC of the library under each key.</summary>
public abstract class HmacKeyLanesTests<TState>
    where TState : unmanaged, IHmacState<TState>
{
    private const int MessageOctets = 20;

    [Theory]
    [MemberData(nameof(LaneCases.Paths), MemberType = typeof(LaneCases))]
    public void Each_state_hashes_like_its_key(LanePath path)
    {
        Random random = new(1);
        for (int count = 0; count <= 40; count++)
        {
            int keyOctets = random.Next(0, 150);
            byte[] keys = new byte[count * keyOctets];
            random.NextBytes(keys);
            TState[] states = new TState[count];
            HmacKeyLanes.Run(path, new HmacKeyBatch<TState>(keys, keyOctets, derivation: default, states));
            for (int i = 0; i < count; i++)
            {
                HashesLike(keys.AsSpan(i * keyOctets, keyOctets), in states[i], random);
            }
        }
    }

    [Theory]
    [MemberData(nameof(LaneCases.Paths), MemberType = typeof(LaneCases))]
    public void A_derived_key_is_the_hash_of_the_derivation_under_the_base_key(LanePath path)
    {
        Random random = new(2);

        // A block less the one and the length: 55 or 111 octets.
        for (int derivationOctets = 1; derivationOctets <= (TState.HashOctets * 7 / 4) - 1; derivationOctets++)
        {
            int count = 1 + (derivationOctets % 20), keyOctets = 16 + (8 * (derivationOctets % 3));
            byte[] baseKeys = new byte[count * keyOctets];
            byte[] derivation = new byte[derivationOctets];
            random.NextBytes(baseKeys);
            random.NextBytes(derivation);
            TState[] states = new TState[count];
            HmacKeyLanes.Run(path, new HmacKeyBatch<TState>(baseKeys, keyOctets, derivation, states));
            for (int i = 0; i < count; i++)
            {
                HashesLike(Hmac(baseKeys.AsSpan(i * keyOctets, keyOctets), derivation), in states[i], random);
            }
        }
    }

    [Fact]
    public void The_public_methods_do_the_same()
    {
        Random random = new(3);
        byte[] keys = new byte[21 * 16];
        byte[] derivation = new byte[36];
        random.NextBytes(keys);
        random.NextBytes(derivation);
        TState[] states = new TState[21];
        HmacKeyLanes.FromKeys<TState>(keys, 16, states);
        HashesLike(keys.AsSpan(20 * 16), in states[20], random);
        TState alone = TState.FromKey(keys.AsSpan(20 * 16));
        HashesLike(keys.AsSpan(20 * 16), in alone, random);
        HmacKeyLanes.FromDerivedKeys<TState>(keys, 16, derivation, states);
        HashesLike(Hmac(keys.AsSpan(20 * 16), derivation), in states[20], random);
    }

    [Fact]
    public void Keys_that_do_not_match_the_states_and_long_derivations_are_refused()
    {
        TState[] states = new TState[2];
        byte[] derivation = new byte[TState.HashOctets * 7 / 4];
        Assert.Throws<ArgumentException>(() => HmacKeyLanes.FromKeys<TState>(new byte[31], 16, states));
        Assert.Throws<ArgumentException>(() => HmacKeyLanes.FromKeys<TState>(new byte[48], 16, states));
        Assert.Throws<ArgumentException>(() => HmacKeyLanes.FromKeys<TState>(new byte[32], -16, states));
        Assert.Throws<ArgumentException>(
            () => HmacKeyLanes.FromDerivedKeys<TState>(new byte[32], 16, derivation, states));
        Assert.Throws<ArgumentException>(() => HmacKeyLanes.FromDerivedKeys<TState>(new byte[32], 16, [], states));
        HmacKeyLanes.FromDerivedKeys<TState>(new byte[32], 16, derivation.AsSpan(1), states);
    }

    private static void HashesLike(ReadOnlySpan<byte> key, in TState state, Random random)
    {
        byte[] slot = new byte[AckHashLanes.SlotOctets<TState>(MessageOctets)];
        Span<byte> message = slot.AsSpan(slot.Length - MessageOctets);
        random.NextBytes(message);
        AckHashLanes.Write(slot, slot.Length, 1, MessageOctets, in state);
        Assert.Equal(Hmac(key, message), slot[AckHashLanes.HashOffset..^MessageOctets]);
    }

    private static byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message) =>
        TState.HashOctets == 32 ? HMACSHA256.HashData(key, message) : HMACSHA512.HashData(key, message);
}

public sealed class HmacKeyLanes256Tests : HmacKeyLanesTests<HmacState256>;

public sealed class HmacKeyLanes512Tests : HmacKeyLanesTests<HmacState512>;
