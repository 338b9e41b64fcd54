package dev.easel.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupsTest {
    @TempDir Path mount;

    @Test
    void makesItsGroupInEachHierarchyOfVersion1() throws IOException {
        hierarchy("memory");
        hierarchy("cpu");
        Files.createSymbolicLink(mount.resolve("cpu-link"), mount.resolve("cpu"));
        Files.createDirectories(mount.resolve("not-a-hierarchy"));

        cgroups().create();

        assertThat(cgroups().groups())
                .containsExactlyInAnyOrder(
                        mount.resolve("memory/easel"), mount.resolve("cpu/easel"));
    }

    @Test
    void makesOneGroupAndDelegatesControllersWithVersion2() throws IOException {
        Files.writeString(mount.resolve("cgroup.controllers"), "cpu memory\n");
        Files.writeString(mount.resolve("cgroup.procs"), "");

        cgroups().create();

        assertThat(cgroups().groups()).containsExactly(mount.resolve("easel"));
        assertThat(mount.resolve("cgroup.subtree_control")).content().contains("+memory");
    }

    @Test
    void findsTheProcessesOfAllGroupsBelowItsOwn() throws IOException {
        hierarchy("memory");
        cgroups().create();
        var pod = Files.createDirectories(mount.resolve("memory/easel/kubepods/pod1"));
        Files.writeString(pod.resolve("cgroup.procs"), "41\n42\n");
        Files.writeString(mount.resolve("memory/cgroup.procs"), "1\n");

        assertThat(cgroups().processes()).containsExactly(41L, 42L);
        assertThat(cgroups().groups().getFirst()).isEqualTo(pod);
    }

    @Test
    void findsNothingWhereItNeverRan() throws IOException {
        hierarchy("memory");

        cgroups().remove();

        assertThat(cgroups().groups()).isEmpty();
        assertThat(mount.resolve("memory")).isDirectory();
    }

    private void hierarchy(String name) throws IOException {
        Files.createDirectories(mount.resolve(name));
        Files.writeString(mount.resolve(name).resolve("cgroup.procs"), "");
    }

    private Cgroups cgroups() {
        return new Cgroups(mount, "easel");
    }
}
