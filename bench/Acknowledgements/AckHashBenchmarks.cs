using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using GdoiSim.Protocol.Crypto;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace GdoiSim.Bench.Acknowledgements;

/// <summary>HASH alone, KEK types: one ack_key for the whole group. Per acknowledgement.</summary>
[Config(typeof(HardwarePathsOnly))]
[MemoryDiagnoser]
[GenericTypeArguments(typeof(HmacState256))]
[GenericTypeArguments(typeof(HmacState512))]
public class AckHashOneKey<TState>
    where TState : unmanaged, IHmacState<TState>
{
    private const int Batch = AckWorkload<TState>.Batch;

    private readonly AckWorkload<TState> _acks = new(1);
    private readonly byte[] _computed = new byte[64];
    private readonly IncrementalHash _incremental;
    private readonly HMac _bouncyCastle = Library.BouncyCastle<TState>();

    public AckHashOneKey()
    {
        _incremental = IncrementalHash.CreateHMAC(
            TState.HashOctets == 32 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512, _acks.Key(0));
        _bouncyCastle.Init(new KeyParameter(_acks.Key(0)));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public void HashData()
    {
        for (int i = 0; i < Batch; i++)
        {
            Library.HashData<TState>(_acks.Key(0), _acks.Message(i), _computed);
            Judge(i);
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void IncrementalHash_key_kept()
    {
        for (int i = 0; i < Batch; i++)
        {
            _incremental.AppendData(_acks.Message(i));
            _incremental.GetHashAndReset(_computed);
            Judge(i);
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void BouncyCastle_key_kept()
    {
        for (int i = 0; i < Batch; i++)
        {
            _bouncyCastle.BlockUpdate(_acks.Message(i));
            _bouncyCastle.DoFinal(_computed);
            Judge(i);
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Check_Scalar() => _acks.Check(LanePath.Scalar);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Check_Vector128() => _acks.Check(LanePath.Vector128);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Check_Vector256() => _acks.Check(LanePath.Vector256);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Check_Vector512() => _acks.Check(LanePath.Vector512);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Write_Vector256() => _acks.Write(LanePath.Vector256);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Write_Vector512() => _acks.Write(LanePath.Vector512);

    private void Judge(int slot) => _acks.Valid[slot] =
        CryptographicOperations.FixedTimeEquals(_computed.AsSpan(0, TState.HashOctets), _acks.Hash(slot))
            ? (byte)1 : (byte)0;
}

/// <summary>HASH alone, LKH types: an ack_key a member, members in random order. Per acknowledgement.</summary>
[Config(typeof(HardwarePathsOnly))]
[MemoryDiagnoser]
[GenericTypeArguments(typeof(HmacState256))]
[GenericTypeArguments(typeof(HmacState512))]
public class AckHashKeyPerMember<TState>
    where TState : unmanaged, IHmacState<TState>
{
    private const int Batch = AckWorkload<TState>.Batch;

    private readonly byte[] _computed = new byte[64];
    private readonly HMac _bouncyCastle = Library.BouncyCastle<TState>();
    private AckWorkload<TState> _acks = null!;
    private Random _order = null!;

    [Params(1_000, 10_000, 100_000, 1_000_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _acks = new AckWorkload<TState>(Members);
        _order = new Random(2);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public void HashData()
    {
        DrawSenders();
        for (int i = 0; i < Batch; i++)
        {
            Library.HashData<TState>(_acks.Key(_acks.KeyIndex[i]), _acks.Message(i), _computed);
            Judge(i);
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void BouncyCastle_key_set_each_time()
    {
        DrawSenders();
        for (int i = 0; i < Batch; i++)
        {
            _bouncyCastle.Init(new KeyParameter(_acks.Key(_acks.KeyIndex[i])));
            _bouncyCastle.BlockUpdate(_acks.Message(i));
            _bouncyCastle.DoFinal(_computed);
            Judge(i);
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Check_Scalar()
    {
        DrawSenders();
        _acks.CheckKeyed(LanePath.Scalar);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Check_Vector256()
    {
        DrawSenders();
        _acks.CheckKeyed(LanePath.Vector256);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Check_Vector512()
    {
        DrawSenders();
        _acks.CheckKeyed(LanePath.Vector512);
    }

    /// <summary>
    /// Who sent the batch: new members every time, so that their keys come from memory as in a burst.
    /// </summary>
    private void DrawSenders()
    {
        int[] index = _acks.KeyIndex;
        for (int i = 0; i < index.Length; i++)
        {
            index[i] = _order.Next(Members);
        }
    }

    private void Judge(int slot) => _acks.Valid[slot] =
        CryptographicOperations.FixedTimeEquals(_computed.AsSpan(0, TState.HashOctets), _acks.Hash(slot))
            ? (byte)1 : (byte)0;
}

internal static class Library
{
    public static void HashData<TState>(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> hash)
        where TState : unmanaged, IHmacState<TState>
    {
        if (TState.HashOctets == 32)
        {
            HMACSHA256.HashData(key, message, hash);
        }
        else
        {
            HMACSHA512.HashData(key, message, hash);
        }
    }

    public static HMac BouncyCastle<TState>()
        where TState : unmanaged, IHmacState<TState> =>
        new(TState.HashOctets == 32 ? new Sha256Digest() : (IDigest)new Sha512Digest());
}
