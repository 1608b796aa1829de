using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PixelGpt.Formats;
using PixelGpt.Formats.Pth;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Formats;

/// <summary>Compares files written by torch.save, in both formats, with the values in Python; and tests pickles that call functions.</summary>
public class PthTests
{
    [SharedTheory]
    [InlineData("state_dict.zip.pth")]
    [InlineData("state_dict.legacy.pth")]
    public void A_state_dict_has_the_values_saved_in_Python(string name)
    {
        string folder = SharedData.PathOf("reference", "pth");
        var values = SafeTensors.Load(Path.Combine(folder, "values.safetensors"));
        using var shapes = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "values.json")));
        var root = Assert.IsType<PickleDictionary>(PthFile.Load(Path.Combine(folder, name)));
        Assert.Equal(shapes.RootElement.EnumerateObject().Select(p => p.Name).Order(), root.Items.Select(i => (string)i.Key).Order());
        foreach ((object key, object? value) in root.Items)
        {
            var tensor = Assert.IsType<PthTensor>(value);
            JsonElement expected = shapes.RootElement.GetProperty((string)key);
            Assert.Equal(expected.GetProperty("dtype").GetString(), tensor.Dtype.ToString().ToLowerInvariant());
            Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32()), tensor.Shape);
            if (tensor.Dtype is PthDtype.Float32 or PthDtype.Float16 or PthDtype.BFloat16) Assert.Equal(values.Floats((string)key), tensor.ToFloats());
            if (tensor.Dtype == PthDtype.Int64) Assert.Equal(values.Int64s((string)key).Select(v => (float)v), tensor.ToFloats());
        }
    }

    [SharedTheory]
    [InlineData("checkpoint.zip.pth")]
    [InlineData("checkpoint.legacy.pth")]
    public void A_checkpoint_has_the_values_saved_in_Python(string name)
    {
        string folder = SharedData.PathOf("reference", "pth");
        var values = SafeTensors.Load(Path.Combine(folder, "checkpoint_values.safetensors"));
        var root = Assert.IsType<PickleDictionary>(PthFile.Load(Path.Combine(folder, name)));
        Assert.Equal(7L, root["epoch"]);
        Assert.Equal(1.4746, root["loss"]);
        var model = Assert.IsType<PickleDictionary>(root["model_state_dict"]);
        foreach ((object key, object? value) in model.Items) Assert.Equal(values.Floats("model." + key), Assert.IsType<PthTensor>(value).ToFloats());
    }

    [Fact]
    public void A_pickle_that_calls_a_function_is_rejected_by_name()
    {
        void Refuses(string pickle, string what)
        {
            string message = Assert.Throws<InputException>(() => PthFile.Parse(Zip(Encoding.Latin1.GetBytes(pickle)), "evil.pth")).Message;
            Assert.Contains(what, message);
            Assert.DoesNotContain('\n', message);
        }

        Refuses("cos\nsystem\n(U\u0002idtR.", "os.system");
        Refuses("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0002id\u0085R.", "os.system");
        Refuses("cbuiltins\neval\n(U\u00011tR.", "builtins.eval");
        Refuses("(U\u00011ibuiltins\neval\n.", "operation 0x69");
        Refuses("(cos\nsystem\nU\u00011o.", "operation 0x6f");
        Refuses("c__main__\nX\n)\u0081.", "the file contains an object of the class __main__.X, but only tensors, dictionaries, lists, text and numbers are read; nothing was executed. In Python, save the weights alone: torch.save(model.state_dict(), \"weights.pth\")");
        Refuses("}U\u0006configcargparse\nNamespace\n)}\u0092s.", "an object of the class argparse.Namespace");
        Refuses("}U\u0004pathcpathlib\nPosixPath\nU\u0001a\u0085Rs.", "calls the function pathlib.PosixPath, which is not allowed; nothing was executed. In Python, save the weights alone");
    }

    [Fact]
    public void Damaged_files_are_rejected()
    {
        void Refuses(byte[] bytes, string what) => Assert.Contains(what, Assert.Throws<InputException>(() => PthFile.Parse(bytes, "bad.pth")).Message);
        Refuses([1, 2, 3], "not a file written by torch.save");
        Refuses(Zip("X\u00ff\u00ff\u00ff\u007f"u8.ToArray()), "truncated");
        Refuses(Zip(")"u8.ToArray()), "truncated");
        Refuses(Zip("R."u8.ToArray()), "the stack is empty");
        Refuses(Zip("h\u0005."u8.ToArray()), "memo 5");
        Refuses([.. "PK\u0003\u0004"u8, 0, 0, 0], "not a zip archive, or damaged");
    }

    [SharedTheory]
    [InlineData("state_dict.zip.pth")]
    [InlineData("state_dict.legacy.pth")]
    public void Random_byte_changes_result_in_a_value_or_a_clear_error(string name)
    {
        byte[] whole = File.ReadAllBytes(SharedData.PathOf("reference", "pth", name));
        var random = new PhiloxRandom(1);
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] bytes = [.. whole];
            for (int change = random.NextInt32(4); change >= 0; change--) bytes[random.NextInt32(bytes.Length)] = (byte)random.NextInt32(256);
            if (random.NextInt32(4) == 0) bytes = bytes[..random.NextInt32(bytes.Length)];
            try
            {
                if (PthFile.Parse(bytes, "mutated.pth") is not PickleDictionary root) continue;
                foreach ((_, object? value) in root.Items) _ = (value as PthTensor)?.ToFloats();
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    private static byte[] Zip(byte[] pickle)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream stream = archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
            stream.Write(pickle);
        }

        return memory.ToArray();
    }
}
