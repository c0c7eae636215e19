using Xunit;

namespace GdoiSim.Metrics.Tests;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_result_appears_whole_and_nothing_else_remains()
    {
        using (var run = RunDirectory.Create(_folder.File("a/b/result"), force: false))
        {
            Write(run, "new");
            Assert.False(Directory.Exists(_folder.File("a/b/result")));
            run.Commit();
        }

        Assert.Equal("new", Content("a/b/result"));
        Assert.Equal([_folder.File("a/b/result")], Directory.GetFileSystemEntries(_folder.File("a/b")));
    }

    [Fact]
    public void A_failed_run_leaves_nothing()
    {
        using (var run = RunDirectory.Create(_folder.File("result"), force: false))
        {
            Write(run, "half");
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_earlier_result_is_replaced_only_by_force_and_only_at_the_end(bool force)
    {
        Existing("result", "old");
        if (!force)
        {
            var refusal = Assert.Throws<ResultException>(() => RunDirectory.Create(_folder.File("result"), force));
            Assert.Contains("--force", refusal.Message, StringComparison.Ordinal);
            Assert.Equal("old", Content("result"));
            return;
        }

        using var run = RunDirectory.Create(_folder.File("result"), force);
        Write(run, "new");
        Assert.Equal("old", Content("result"));
        run.Commit();
        Assert.Equal("new", Content("result"));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Force_with_a_failing_run_keeps_the_earlier_result()
    {
        Existing("result", "old");
        using (var run = RunDirectory.Create(_folder.File("result"), force: true))
        {
            Write(run, "half");
        }

        Assert.Equal("old", Content("result"));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Force_does_not_replace_what_is_no_result()
    {
        Directory.CreateDirectory(_folder.File("home"));
        File.WriteAllText(_folder.File("home/letter.txt"), "dear");
        Directory.CreateSymbolicLink(_folder.File("link"), _folder.File("home"));
        foreach (var name in new[] { "home", "home/letter.txt", "link" })
        {
            Assert.Throws<ResultException>(() => RunDirectory.Create(_folder.File(name), force: true));
        }

        Assert.Equal("dear", File.ReadAllText(_folder.File("home/letter.txt")));
    }

    [Fact]
    public void A_target_that_appears_during_the_run_is_not_overwritten()
    {
        using var run = RunDirectory.Create(_folder.File("result"), force: false);
        Write(run, "late");
        Existing("result", "other");
        Assert.Throws<ResultException>(run.Commit);
        Assert.Equal("other", Content("result"));
    }

    [Fact]
    public void Two_runs_to_one_target_do_not_share_a_temporary_name()
    {
        using var first = RunDirectory.Create(_folder.File("result"), force: false);
        using var second = RunDirectory.Create(_folder.File("result"), force: false);
        Assert.NotEqual(first.Path, second.Path);
        Write(first, "first");
        first.Commit();
        Assert.Throws<ResultException>(second.Commit);
        Assert.Equal("first", Content("result"));
    }

    [Fact]
    public void A_parent_that_is_a_file_is_named_in_the_error()
    {
        File.WriteAllText(_folder.File("file"), "");
        var refusal = Assert.Throws<ResultException>(() => RunDirectory.Create(_folder.File("file/result"), false));
        Assert.Contains(_folder.File("file/result"), refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Write(RunDirectory run, string text) =>
        File.WriteAllText(System.IO.Path.Combine(run.Path, Schema.ManifestFile), text);

    private void Existing(string name, string text)
    {
        Directory.CreateDirectory(_folder.File(name));
        File.WriteAllText(_folder.File($"{name}/{Schema.ManifestFile}"), text);
    }

    private string Content(string name) => File.ReadAllText(_folder.File($"{name}/{Schema.ManifestFile}"));
}
