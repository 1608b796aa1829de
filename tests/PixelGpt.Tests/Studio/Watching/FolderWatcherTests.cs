using System.Text.Json.Nodes;
using System.Threading.Channels;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;
using PixelGpt.Imaging.Sequences;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Watching;

/// <summary>Watched folders, with real files and the built-in model.</summary>
public sealed class FolderWatcherTests : IDisposable
{
    private static readonly Rgba Magenta = new(255, 0, 255), Dark = new(20, 30, 40), Orange = new(210, 125, 44);

    private readonly TemporaryFolder _folder = new();
    private readonly Channel<(string Line, bool IsError)> _lines = Channel.CreateUnbounded<(string, bool)>();

    private string Folder => Directory.CreateDirectory(_folder["art"]).FullName;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_saved_picture_gets_candidates_beside_it()
    {
        await using StudioServer studio = await StartAsync();
        PixelImage picture = Picture();
        string file = Save("hero.png", picture);
        Assert.Equal($"{file}: wrote {Candidate("hero", 1)} and 1 more", await DrawnAsync());
        Assert.Equal([Candidate("hero", 1), Candidate("hero", 2)], Candidates());
        foreach (string path in Candidates())
        {
            PixelImage candidate = PngReader.Read(path);
            for (int i = 0; i < picture.Pixels.Length; i++)
            {
                if (picture.Pixels[i] != Magenta) Assert.Equal(picture.Pixels[i], candidate.Pixels[i]);
                else Assert.Contains(candidate.Pixels[i], (Rgba[])[Dark, Orange]);
            }
        }
    }

    [Fact]
    public async Task A_picture_that_is_saved_again_is_drawn_again()
    {
        await using StudioServer studio = await StartAsync(count: 3);
        Save("hero.png", Picture());
        await DrawnAsync();
        byte[][] first = [.. Candidates().Select(File.ReadAllBytes)];
        Save("hero.png", Picture(mask: 100));
        await DrawnAsync();
        Assert.NotEqual(first, [.. Candidates().Select(File.ReadAllBytes)]);

        // The same content gets the same candidates.
        Save("hero.png", Picture());
        await DrawnAsync();
        Assert.Equal(first, [.. Candidates().Select(File.ReadAllBytes)]);
    }

    [Fact]
    public async Task Pictures_that_exist_at_the_start_are_drawn_once()
    {
        string file = Save("hero.png", Picture());
        await using (StudioServer studio = await StartAsync()) await DrawnAsync();
        DateTime written = File.GetLastWriteTimeUtc(Candidate("hero", 1));
        await using (StudioServer studio = await StartAsync())
        {
            Save("other.png", Picture(mask: 90));
            Assert.Contains("other.png", await DrawnAsync());
        }

        Assert.Equal(written, File.GetLastWriteTimeUtc(Candidate("hero", 1)));

        // Another number of candidates replaces the earlier ones.
        await using (StudioServer studio = await StartAsync(count: 1)) Assert.StartsWith(file, await DrawnAsync());
        Assert.DoesNotContain(Candidate("hero", 2), Candidates());
    }

    [Fact]
    public async Task A_half_written_file_is_read_again_when_it_is_complete()
    {
        // The clock does not advance, so that the file is not given up however long the rest of it takes.
        await using StudioServer studio = await StartAsync(clock: new ManualClock());
        byte[] png = PngWriter.ToBytes(Picture());
        string file = Path.Combine(Folder, "slow.png");
        await using (FileStream stream = new(file, FileMode.Create, FileAccess.Write, FileShare.Read))
        {
            await stream.WriteAsync(png.AsMemory(0, 60));
            await stream.FlushAsync();
            Save("between.png", Picture(mask: 90));
            Assert.Contains("between.png", await DrawnAsync());
            await stream.WriteAsync(png.AsMemory(60));
        }

        Assert.StartsWith(file, await DrawnAsync());
        Assert.False(_lines.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_bad_file_is_reported_and_skipped()
    {
        await using StudioServer studio = await StartAsync();
        File.WriteAllText(Path.Combine(Folder, "broken.png"), "no picture");
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "no picture either");
        Save("plain.png", Picture(mask: 0));
        Save("large.png", Picture(side: 80));
        Save("hero.png", Picture(mask: 90));
        string[] lines = [await LineAsync(), await LineAsync(), await LineAsync()];
        Assert.Contains(lines, line => line.Contains("hero.png: wrote", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"error {Path.Combine(Folder, "broken.png")}: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"error {Path.Combine(Folder, "large.png")}: the pixels to draw span 80×40 pixels, but the model draws at most 64×64", StringComparison.Ordinal));

        using var client = new HttpClient { BaseAddress = studio.Address };
        JsonNode watched = JsonNode.Parse(await client.GetStringAsync("/api/v1/watched"))!;
        Assert.Equal([Folder], watched["folders"]!.AsArray().Select(f => (string)f!));
        Assert.Equal(3, watched["pictures"]!.AsArray().Count);
        Assert.Equal(2, watched["pictures"]!.AsArray().Count(p => p!["error"] is not null));
    }

    [Fact]
    public async Task A_part_of_a_large_picture_and_an_enlarged_picture_are_drawn()
    {
        await using StudioServer studio = await StartAsync();
        PixelImage scene = Picture(side: 100, mask: 0);
        scene.Fill(90, 50, 8, 20, Magenta);
        Save("scene.png", scene);
        await DrawnAsync();
        PixelImage drawn = PngReader.Read(Candidate("scene", 1));
        Assert.Equal((100, 100), (drawn.Width, drawn.Height));
        Assert.All(Enumerable.Range(0, scene.Pixels.Length), i => Assert.True(scene.Pixels[i] == Magenta ? drawn.Pixels[i].A == 255 && drawn.Pixels[i] != Magenta : drawn.Pixels[i] == scene.Pixels[i]));

        Save("big.png", PixelScale.Enlarge(Picture(), 10));
        await DrawnAsync();
        PixelImage big = PngReader.Read(Candidate("big", 2));
        Assert.Equal((200, 10), (big.Width, PixelScale.Of(big)));
    }

    [Fact]
    public async Task Aseprite_files_keep_their_extension_in_the_names_of_candidates()
    {
        await using StudioServer studio = await StartAsync();
        string file = Path.Combine(Folder, "hero.aseprite");
        using (FileStream stream = File.Create(file)) AsepriteWriter.Write(stream, AsepriteSequence.ToFile(new PictureSequence([new SequenceFrame("hero", Picture(), Duration: 100)])));
        await DrawnAsync();
        Assert.Equal([Candidate("hero.aseprite", 1), Candidate("hero.aseprite", 2)], Candidates());
    }

    [Fact]
    public async Task Transparent_pixels_can_be_drawn_instead()
    {
        await using StudioServer studio = await StartAsync(change: o => o with { MaskColor = null });
        PixelImage picture = Picture();
        foreach (ref Rgba pixel in picture.Pixels) if (pixel == Magenta) pixel = default;
        Save("hero.png", picture);
        await DrawnAsync();
        PixelImage candidate = PngReader.Read(Candidate("hero", 1));
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(picture.Pixels[i], candidate.Pixels[i]));
    }

    [Fact]
    public async Task Soft_edges_of_the_mask_are_reported()
    {
        await using StudioServer studio = await StartAsync();
        PixelImage picture = Picture();
        picture[3, 2] = new Rgba(240, 10, 230);
        Save("soft.png", picture);
        Assert.Contains("1 pixels are almost the mask colour #ff00ff", await DrawnAsync());
    }

    [Fact]
    public async Task The_folder_must_exist()
    {
        InputException missing = await Assert.ThrowsAsync<InputException>(() => StudioServer.StartAsync(new StudioOptions { Port = 0, Watch = new WatchOptions { Folders = [_folder["missing"]] } }));
        Assert.Contains("no such folder", missing.Message);
        await Assert.ThrowsAsync<InputException>(() => StudioServer.StartAsync(new StudioOptions { Port = 0, Watch = new WatchOptions { Folders = [Folder, Folder] } }));
        await Assert.ThrowsAsync<InputException>(() => StudioServer.StartAsync(new StudioOptions { Port = 0, Watch = new WatchOptions { Folders = [Folder], Candidates = 17 } }));
    }

    private Task<StudioServer> StartAsync(int count = 2, Func<WatchOptions, WatchOptions>? change = null, TimeProvider? clock = null)
    {
        var watch = new WatchOptions { Folders = [Folder], Candidates = count, Report = (line, isError) => _lines.Writer.TryWrite((line, isError)) };
        return StudioServer.StartAsync(new StudioOptions { Port = 0, Models = _folder["none"], Threads = 2, TimeProvider = clock ?? TimeProvider.System, Watch = change?.Invoke(watch) ?? watch });
    }

    /// <summary>Creates a picture in two colours whose last pixels have the mask colour.</summary>
    private static PixelImage Picture(int side = 20, int? mask = null)
    {
        var picture = new PixelImage(side, side);
        int masked = mask ?? (side * side / 2);
        for (int i = 0; i < picture.Pixels.Length; i++) picture.Pixels[i] = i >= picture.Pixels.Length - masked ? Magenta : ((i % side) + (i / side)) % 3 == 0 ? Orange : Dark;
        return picture;
    }

    private string Save(string name, PixelImage picture)
    {
        // Written in place, as paint programs do.
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, PngWriter.ToBytes(picture));
        return path;
    }

    private string Candidate(string name, int number) => Path.Combine(Folder, "candidates", $"{name}-{number}.png");

    private string[] Candidates() => [.. Directory.GetFiles(Path.Combine(Folder, "candidates")).Order(StringComparer.Ordinal)];

    /// <summary>Waits for the next line, which must not be an error.</summary>
    private async Task<string> DrawnAsync()
    {
        string line = await LineAsync();
        Assert.DoesNotContain("error ", line);
        return line;
    }

    private async Task<string> LineAsync()
    {
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        (string line, bool isError) = await _lines.Reader.ReadAsync(limit.Token);
        return isError ? $"error {line}" : line;
    }
}
