declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 5, align 16
  %v2 = alloca i64, i64 1, align 8
  br label %start
start:
  store i64 0, ptr %v2, align 8
  %v3 = load ptr, ptr %bufs, align 8
  store ptr %v3, ptr %v1, align 8
  %v4 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %v1, i64 1
  store ptr %v5, ptr %v6, align 8
  %v7 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %ctx, ptr %v7, align 8
  %v8 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v9 = load i64, ptr %v8, align 8
  %v10 = load ptr, ptr %v1, align 8
  %v11 = mul nsw i64 %v9, 4
  %v12 = call i64 @llvm.smin.i64(i64 %v11, i64 1)
  %v13 = call i64 @llvm.smin.i64(i64 4, i64 %v12)
  %v14 = load ptr, ptr %v1, align 8
  %v15 = mul nsw i64 %v13, 1600
  %v16 = call i64 @llvm.smax.i64(i64 %v15, i64 64)
  %v17 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v18 = load ptr, ptr %v17, align 8
  %v19 = call ptr %v18(i64 %v16)
  %v20 = icmp eq ptr %v19, null
  %v21 = load i64, ptr %v2, align 8
  %v22 = select i1 %v20, i64 2, i64 %v21
  store i64 %v22, ptr %v2, align 8
  %v23 = getelementptr inbounds i64, ptr %v1, i64 4
  store ptr %v19, ptr %v23, align 8
  %v24 = load ptr, ptr %v1, align 8
  %v25 = mul nsw i64 %v9, 4
  %v26 = call i64 @llvm.smin.i64(i64 %v25, i64 1)
  %v27 = call i64 @llvm.smin.i64(i64 4, i64 %v26)
  %v28 = load i64, ptr %v2, align 8
  %v29 = icmp eq i64 %v28, 0
  br i1 %v29, label %b30, label %b31
b30:
  %v32 = call i64 @run_tasks(ptr %ctx, ptr @group0_0_sort, ptr %v1, i64 %v27)
  store i64 %v32, ptr %v2, align 8
  br label %b31
b31:
  %v33 = icmp ne ptr %v19, null
  br i1 %v33, label %b34, label %b35
b34:
  %v36 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v37 = load ptr, ptr %v36, align 8
  call void %v37(ptr %v19, i64 %v16)
  br label %b35
b35:
  %v38 = load i64, ptr %v2, align 8
  %v39 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v40 = load i64, ptr %v39, align 8
  %v41 = icmp eq i64 %v38, 0
  %v42 = select i1 %v41, i64 %v40, i64 %v38
  ret i64 %v42
}
define internal void @group0_0_sort(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  %v16 = alloca i8, i64 8192, align 64
  %v17 = alloca ptr, i64 1, align 8
  %v18 = alloca ptr, i64 1, align 8
  %v19 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = load ptr, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 1
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 2
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %v5, i64 3
  %v7 = load i64, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 4
  %v9 = load ptr, ptr %v8, align 8
  %v10 = mul nsw i64 %v7, 4
  %v11 = call i64 @llvm.smin.i64(i64 %v10, i64 1)
  %v12 = call i64 @llvm.smin.i64(i64 4, i64 %v11)
  %v13 = mul nsw i64 %task, 1600
  %v14 = getelementptr inbounds i8, ptr %v9, i64 %v13
  %v15 = getelementptr inbounds i8, ptr %v14, i64 800
  %v20 = call i64 @llvm.smax.i64(i64 %v12, i64 1)
  %v21 = mul nsw i64 4, %task
  %v22 = udiv i64 %v21, %v20
  %v23 = add nsw i64 %task, 1
  %v24 = mul nsw i64 4, %v23
  %v25 = udiv i64 %v24, %v20
  br label %b26
b26:
  %i29 = phi i64 [ %v22, %start ], [ %v182, %b169 ]
  %v30 = icmp slt i64 %i29, %v25
  br i1 %v30, label %b27, label %b28
b27:
  %v31 = mul nsw i64 %i29, 100
  store ptr %v14, ptr %v17, align 8
  store ptr %v15, ptr %v18, align 8
  br label %b32
b32:
  %i35 = phi i64 [ 0, %b27 ], [ %v52, %b33 ]
  %v36 = icmp slt i64 %i35, 100
  br i1 %v36, label %b33, label %b34
b33:
  %v37 = add nsw i64 %v31, %i35
  %v38 = getelementptr inbounds float, ptr %v1, i64 %v37
  %v39 = load float, ptr %v38, align 4
  %v40 = getelementptr inbounds i64, ptr %v14, i64 %i35
  %v41 = fadd float %v39, 0x0000000000000000
  %v42 = bitcast float %v41 to i32
  %v43 = icmp slt i32 %v42, 0
  %v44 = xor i32 %v42, -2147483648
  %v45 = xor i32 %v42, -1
  %v46 = select i1 %v43, i32 %v45, i32 %v44
  %v47 = fcmp uno float %v39, %v39
  %v48 = select i1 %v47, i32 -1, i32 %v46
  %v49 = zext i32 %v48 to i64
  %v50 = shl i64 %v49, 32
  %v51 = or i64 %v50, %i35
  store i64 %v51, ptr %v40, align 8
  %v52 = add nsw i64 %i35, 1
  br label %b32
b34:
  %v53 = icmp sle i64 100, 32
  br i1 %v53, label %b54, label %b55
b54:
  br label %b56
b56:
  %i59 = phi i64 [ 1, %b54 ], [ %v77, %b66 ]
  %v60 = icmp slt i64 %i59, 100
  br i1 %v60, label %b57, label %b58
b57:
  %v61 = getelementptr inbounds i64, ptr %v14, i64 %i59
  %v62 = load i64, ptr %v61, align 8
  store i64 %i59, ptr %v19, align 8
  br label %b63
b63:
  %v67 = load i64, ptr %v19, align 8
  %v68 = icmp sgt i64 %v67, 0
  br i1 %v68, label %b64, label %b66
b64:
  %v69 = sub nsw i64 %v67, 1
  %v70 = getelementptr inbounds i64, ptr %v14, i64 %v69
  %v71 = load i64, ptr %v70, align 8
  %v72 = icmp ugt i64 %v71, %v62
  br i1 %v72, label %b65, label %b66
b65:
  %v73 = getelementptr inbounds i64, ptr %v14, i64 %v67
  store i64 %v71, ptr %v73, align 8
  %v74 = sub nsw i64 %v67, 1
  store i64 %v74, ptr %v19, align 8
  br label %b63
b66:
  %v75 = load i64, ptr %v19, align 8
  %v76 = getelementptr inbounds i64, ptr %v14, i64 %v75
  store i64 %v62, ptr %v76, align 8
  %v77 = add nsw i64 %i59, 1
  br label %b56
b58:
  br label %b55
b55:
  %v78 = xor i1 %v53, true
  br i1 %v78, label %b79, label %b80
b79:
  br label %b81
b81:
  %i84 = phi i64 [ 0, %b79 ], [ %v87, %b82 ]
  %v85 = icmp slt i64 %i84, 1024
  br i1 %v85, label %b82, label %b83
b82:
  %v86 = getelementptr inbounds i64, ptr %v16, i64 %i84
  store i64 0, ptr %v86, align 8
  %v87 = add nsw i64 %i84, 1
  br label %b81
b83:
  %v88 = load ptr, ptr %v17, align 8
  br label %b89
b89:
  %i92 = phi i64 [ 0, %b83 ], [ %v119, %b90 ]
  %v93 = icmp slt i64 %i92, 100
  br i1 %v93, label %b90, label %b91
b90:
  %v94 = getelementptr inbounds i64, ptr %v88, i64 %i92
  %v95 = load i64, ptr %v94, align 8
  %v96 = lshr i64 %v95, 32
  %v97 = and i64 %v96, 255
  %v98 = getelementptr inbounds i64, ptr %v16, i64 %v97
  %v99 = load i64, ptr %v98, align 8
  %v100 = add nsw i64 %v99, 1
  store i64 %v100, ptr %v98, align 8
  %v101 = getelementptr inbounds i64, ptr %v16, i64 256
  %v102 = lshr i64 %v95, 40
  %v103 = and i64 %v102, 255
  %v104 = getelementptr inbounds i64, ptr %v101, i64 %v103
  %v105 = load i64, ptr %v104, align 8
  %v106 = add nsw i64 %v105, 1
  store i64 %v106, ptr %v104, align 8
  %v107 = getelementptr inbounds i64, ptr %v16, i64 512
  %v108 = lshr i64 %v95, 48
  %v109 = and i64 %v108, 255
  %v110 = getelementptr inbounds i64, ptr %v107, i64 %v109
  %v111 = load i64, ptr %v110, align 8
  %v112 = add nsw i64 %v111, 1
  store i64 %v112, ptr %v110, align 8
  %v113 = getelementptr inbounds i64, ptr %v16, i64 768
  %v114 = lshr i64 %v95, 56
  %v115 = and i64 %v114, 255
  %v116 = getelementptr inbounds i64, ptr %v113, i64 %v115
  %v117 = load i64, ptr %v116, align 8
  %v118 = add nsw i64 %v117, 1
  store i64 %v118, ptr %v116, align 8
  %v119 = add nsw i64 %i92, 1
  br label %b89
b91:
  br label %b120
b120:
  %i123 = phi i64 [ 0, %b91 ], [ %v165, %b139 ]
  %v124 = icmp slt i64 %i123, 4
  br i1 %v124, label %b121, label %b122
b121:
  %v125 = load ptr, ptr %v17, align 8
  %v126 = load ptr, ptr %v18, align 8
  %v127 = mul nsw i64 %i123, 256
  %v128 = getelementptr inbounds i64, ptr %v16, i64 %v127
  %v129 = load i64, ptr %v125, align 8
  %v130 = mul nsw i64 %i123, 8
  %v131 = add nsw i64 %v130, 32
  %v132 = lshr i64 %v129, %v131
  %v133 = and i64 %v132, 255
  %v134 = getelementptr inbounds i64, ptr %v128, i64 %v133
  %v135 = load i64, ptr %v134, align 8
  %v136 = icmp eq i64 %v135, 100
  %v137 = xor i1 %v136, true
  br i1 %v137, label %b138, label %b139
b138:
  br label %b140
b140:
  %i143 = phi i64 [ 0, %b138 ], [ %v148, %b141 ]
  %c143_0 = phi i64 [ 0, %b138 ], [ %v147, %b141 ]
  %v144 = icmp slt i64 %i143, 256
  br i1 %v144, label %b141, label %b142
b141:
  %v145 = getelementptr inbounds i64, ptr %v128, i64 %i143
  %v146 = load i64, ptr %v145, align 8
  store i64 %c143_0, ptr %v145, align 8
  %v147 = add nsw i64 %c143_0, %v146
  %v148 = add nsw i64 %i143, 1
  br label %b140
b142:
  br label %b149
b149:
  %i152 = phi i64 [ 0, %b142 ], [ %v164, %b150 ]
  %v153 = icmp slt i64 %i152, 100
  br i1 %v153, label %b150, label %b151
b150:
  %v154 = getelementptr inbounds i64, ptr %v125, i64 %i152
  %v155 = load i64, ptr %v154, align 8
  %v156 = mul nsw i64 %i123, 8
  %v157 = add nsw i64 %v156, 32
  %v158 = lshr i64 %v155, %v157
  %v159 = and i64 %v158, 255
  %v160 = getelementptr inbounds i64, ptr %v128, i64 %v159
  %v161 = load i64, ptr %v160, align 8
  %v162 = add nsw i64 %v161, 1
  store i64 %v162, ptr %v160, align 8
  %v163 = getelementptr inbounds i64, ptr %v126, i64 %v161
  store i64 %v155, ptr %v163, align 8
  %v164 = add nsw i64 %i152, 1
  br label %b149
b151:
  store ptr %v126, ptr %v17, align 8
  store ptr %v125, ptr %v18, align 8
  br label %b139
b139:
  %v165 = add nsw i64 %i123, 1
  br label %b120
b122:
  br label %b80
b80:
  %v166 = load ptr, ptr %v17, align 8
  br label %b167
b167:
  %i170 = phi i64 [ 0, %b80 ], [ %v181, %b168 ]
  %v171 = icmp slt i64 %i170, 100
  br i1 %v171, label %b168, label %b169
b168:
  %v172 = getelementptr inbounds i64, ptr %v166, i64 %i170
  %v173 = load i64, ptr %v172, align 8
  %v174 = and i64 %v173, 4294967295
  %v175 = add nsw i64 %v31, %v174
  %v176 = getelementptr inbounds float, ptr %v1, i64 %v175
  %v177 = load float, ptr %v176, align 4
  %v178 = mul nsw i64 %i29, 100
  %v179 = add nsw i64 %v178, %i170
  %v180 = getelementptr inbounds float, ptr %v3, i64 %v179
  store float %v177, ptr %v180, align 4
  %v181 = add nsw i64 %i170, 1
  br label %b167
b169:
  %v182 = add nsw i64 %i29, 1
  br label %b26
b28:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = icmp slt i64 %n, 2
  br i1 %v1, label %b2, label %b3
b2:
  %v4 = icmp eq i64 %n, 1
  br i1 %v4, label %b5, label %b6
b5:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b6
b6:
  ret i64 0
b7:
  br label %b3
b3:
  %v8 = load ptr, ptr %ctx, align 8
  %v9 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v10 = load i64, ptr %v9, align 8
  %v11 = call i64 %v8(ptr %task, ptr %frame, i64 %n, i64 %v10)
  %v12 = icmp ne i64 %v11, 0
  %v13 = select i1 %v12, i64 3, i64 0
  ret i64 %v13
}
