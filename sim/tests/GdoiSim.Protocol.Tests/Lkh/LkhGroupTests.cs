using CsCheck;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Wire;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lkh;

/// <summary>
/// Random groups: those who stay have the group KEK, those who left never get it, all from octets alone.
/// </summary>
public class LkhGroupTests
{
    private static readonly Gen<Run> GenRun = Gen.Select(
        Gen.Int[2, 16],
        Gen.Int[2, 40],
        Gen.Bool.Select(isLong => isLong ? 256 : 128),
        Gen.Enum<LkhPacking>(),
        Gen.Enum<JoinerDelivery>(),
        Gen.Int[900, 3000],
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 12], Gen.UInt).Array[1, 12],
        (degree, capacity, bits, packing, delivery, room, batches) =>
            new Run(degree, capacity, bits, packing, delivery, room, batches));

    [Fact]
    public void Members_derive_the_group_KEK_and_removed_ones_cannot() =>
        GenRun.Sample(run => new Group(run).Play(), iter: 300);

    public sealed record Run(
        int Degree,
        int Capacity,
        int KeyBits,
        LkhPacking Packing,
        JoinerDelivery Delivery,
        int Room,
        (int Joins, int Leaves, uint Choice)[] Batches);

    private sealed class Group(Run run)
    {
        private readonly LkhKeyServer _server = new(run.Degree, run.Capacity, run.KeyBits, LkhSamples.MakeKey);
        private readonly SortedDictionary<ushort, LkhMember> _members = [];
        private readonly List<LkhMember> _removed = [];
        private readonly KeyPool _knownToRemoved = new();
        private readonly List<LkhUpdatePart> _sent = [];
        private readonly ProvidersInTurn _providers = new();

        public void Play()
        {
            foreach ((int joins, int leaves, uint choice) in run.Batches)
            {
                PlayBatch(joins, leaves, choice);
            }
        }

        private void PlayBatch(int joins, int leaves, uint choice)
        {
            for (int i = 0; i < leaves && _members.Count > 0; i++)
            {
                RemoveOne(choice + (uint)i);
            }

            List<ushort> joiners = [];
            while (joiners.Count < joins && _server.TryAssign(out ushort leaf))
            {
                joiners.Add(leaf);
                if (run.Delivery == JoinerDelivery.ByUpdate)
                {
                    _members.Add(leaf, LkhSamples.Register(_server, leaf, leafOnly: true));
                }
            }

            uint kekBefore = _members.Count > joiners.Count ? _server.HandleOf(0) : 0;
            List<LkhUpdatePart> earlier = [.. _sent];
            LkhUpdate update = _server.Rekey(run.Delivery);
            Assert.Equal(
                LkhLimit.None, update.TryWrite(_providers.Next(), run.Packing, run.Room, out var parts));
            Assert.All(parts, part => Assert.InRange(part.Attributes.Length, 1, run.Room));
            Deliver(parts);
            foreach (ushort leaf in joiners)
            {
                AddJoiner(leaf, kekBefore, earlier);
            }

            CheckAll();
        }

        private void RemoveOne(uint choice)
        {
            ushort leaf = _members.Keys.ElementAt((int)(choice % (uint)_members.Count));
            _knownToRemoved.Learn(DownloadOf(leaf));
            _removed.Add(_members[leaf]);
            _members.Remove(leaf);
            _server.Remove(leaf);
        }

        private void Deliver(IReadOnlyList<LkhUpdatePart> parts)
        {
            _sent.AddRange(parts);
            foreach (LkhMember member in _members.Values.Concat(_removed))
            {
                foreach (LkhUpdatePart part in parts)
                {
                    member.Apply(LkhSamples.Carry(part.Attributes), _providers.Next());
                }
            }
        }

        private void AddJoiner(ushort leaf, uint kekBefore, List<LkhUpdatePart> earlier)
        {
            if (run.Delivery == JoinerDelivery.ByDownload)
            {
                _members.Add(leaf, LkhSamples.Register(_server, leaf));
            }

            // With its own keys and everything sent before, a joiner cannot have the KEK that was valid before it came.
            var pool = new KeyPool();
            pool.Learn(DownloadOf(leaf));
            pool.Learn(earlier);
            Assert.True(pool.Knows(0, _server.HandleOf(0)));
            Assert.False(kekBefore != 0 && pool.Knows(0, kekBefore));
        }

        private void CheckAll()
        {
            _knownToRemoved.Learn(_sent);
            if (_members.Count == 0)
            {
                return;
            }

            byte[] groupKek = _server.GroupKek.AlgorithmKey.ToArray();
            foreach ((ushort leaf, LkhMember member) in _members)
            {
                Assert.Equal(groupKek, member.GroupKek.AlgorithmKey.ToArray());
                Assert.Equal(_server.LeafKey(leaf).ToArray(), member.LeafKey.ToArray());
                Assert.Equal(_server.KeysOf(leaf), member.KeyCount);
            }

            Assert.All(_removed, member => Assert.NotEqual(groupKek, member.GroupKek.AlgorithmKey.ToArray()));
            Assert.False(_knownToRemoved.Knows(0, _server.HandleOf(0)));
        }

        private byte[] DownloadOf(ushort leaf)
        {
            var octets = new byte[2000];
            var writer = new WireWriter(octets);
            Assert.True(_server.TryWriteDownloadArray(ref writer, leaf));
            return writer.Written.ToArray();
        }
    }

    // Both libraries in turn: they have to understand each other.
    private sealed class ProvidersInTurn
    {
        private int _next;

        public GdoiSim.Protocol.Crypto.ICryptographyProvider Next() => Providers.Get(Providers.Names[_next++ % 2]);
    }
}
