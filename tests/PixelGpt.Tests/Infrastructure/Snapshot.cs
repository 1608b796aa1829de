namespace PixelGpt.Tests.Infrastructure;

/// <summary>Compares text with a file in the repository. <c>PIXELGPT_UPDATE_SNAPSHOTS=1</c> writes the files instead; CONTRIBUTING.md has the command.</summary>
internal static class Snapshot
{
    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("PIXELGPT_UPDATE_SNAPSHOTS") == "1";

    /// <summary>The folder of the files.</summary>
    public static string Folder { get; } = Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Cli", "Snapshots");

    /// <summary>Compares text with the file of a name.</summary>
    public static void Match(string name, string text)
    {
        string path = Path.Combine(Folder, $"{name}.txt");
        string actual = string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd() + "\n";
        if (IsUpdate)
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"there is no {path}; {Advice}");
        string[] expectedLines = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n'), lines = actual.Split('\n');
        for (int i = 0; i < Math.Max(lines.Length, expectedLines.Length); i++)
        {
            string expected = expectedLines.ElementAtOrDefault(i) ?? "(end of the file)", got = lines.ElementAtOrDefault(i) ?? "(end of the output)";
            Assert.True(expected == got, $"{name}.txt, line {i + 1}\nexpected: {expected}\ngot:      {got}\n{Advice}");
        }
    }

    private const string Advice = "if the change is meant, run the test again with PIXELGPT_UPDATE_SNAPSHOTS=1 and commit the difference";
}
